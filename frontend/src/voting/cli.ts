// The same code as the page's, as a program, so that tests can let it and others judge each other's ballots.
//
//   node cli.mjs make ELECTION.json      lines of {"codes":["..."],"picks":[[{"choice":0}]]} or with "numbers":[[0,1]] in: ballots out
//   node cli.mjs challenge ELECTION.json the same lines in: openings out
//   node cli.mjs check ELECTION.json     ballots in: lines of {"ok":true,"credential":..,"hash":..,"tracker":..} or {"ok":false,"flaw":{..}} out
//   node cli.mjs opening ELECTION.json   openings in: the same with "picks" out
//   node cli.mjs mutate ELECTION.json COUNT  two good ballots in: so many ballots out that are none (mutations.ts)
//   node cli.mjs credential ELECTION.json lines of codes (two halves with a space between) in: public keys out
// Exit: 0, or 1 if anything was refused.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { encryptBallot, type Draft } from "./ballot.ts";
import { checkBallot } from "./check.ts";
import { credentialOf } from "./credential.ts";
import { type Election, parseElection } from "./election.ts";
import { encode, type Pick } from "./encodings.ts";
import { mutationsOf } from "./mutations.ts";
import { checkOpening } from "./opening.ts";

interface Wish {
  codes: string[];
  picks?: Pick[][];
  numbers?: number[][];
}

function numbersOf(election: Election, wish: Wish): number[][] {
  if (wish.numbers) return wish.numbers;
  return election.questions.map((question, i) => {
    const encoded = encode(question, wish.picks?.[i] ?? []);
    if (!encoded.ok) throw new RangeError(encoded.flaw.detail);
    return encoded.value;
  });
}

function draft(election: Election, line: string): Promise<Draft> {
  const wish = JSON.parse(line) as Wish;
  return encryptBallot(election, credentialOf(election, wish.codes), numbersOf(election, wish));
}

const judged = (checked: { ok: true; value: object } | { ok: false; flaw: object }): string =>
  JSON.stringify(checked.ok ? { ok: true, ...checked.value } : checked);

const acts: Record<string, (election: Election, line: string) => Promise<string>> = {
  make: async (election, line) => (await draft(election, line)).sign().json,
  challenge: async (election, line) => (await draft(election, line)).open(),
  check: async (election, line) => judged(checkBallot(election, line)),
  opening: async (election, line) => judged(await checkOpening(election, line)),
  credential: async (election, line) => credentialOf(election, line.split(" ")).publicKey,
};

function mutate(ballots: readonly string[], count: number): number {
  const [json, other] = ballots;
  if (json === undefined || other === undefined) throw new Error("two ballots are needed");
  for (const mutated of mutationsOf(json, other, count)) process.stdout.write(`${mutated}\n`);
  return 0;
}

async function run(name: string, file: string, count: string): Promise<number> {
  if (name === "mutate") return mutate(readFileSync(0, "utf8").split("\n"), Number(count));
  const act = acts[name];
  if (!act) throw new Error(`no such command: ${name}`);
  // The tool writes a line's end after election.json that does not count.
  const election = parseElection(readFileSync(file, "utf8").replace(/\n$/, ""));
  if (!election.ok) throw new Error(`${file}: ${election.flaw.kind} ${election.flaw.detail}`);
  let status = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    const out = await act(election.value, line);
    if (out.startsWith('{"ok":false')) status = 1;
    process.stdout.write(`${out}\n`);
  }
  return status;
}

process.exitCode = await run(process.argv[2] ?? "", process.argv[3] ?? "", process.argv[4] ?? "");
