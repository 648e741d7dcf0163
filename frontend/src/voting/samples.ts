// For tests: the sample elections of tests/data/belenios, made by running belenios-tool.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { credentialOf } from "./credential.ts";
import { type Election, parseElection } from "./election.ts";
import { type Group, hash64, hashElements, modulo } from "./group.ts";

const folder = join(process.cwd(), "..", "tests", "data", "belenios");

export interface Sample {
  name: string;
  election: Election;
  electionJson: string;
  publicCredentials: string[];
  privateCredentials: string[]; // of Belenios 2.4 and later; empty for the samples made by 2.0, which derives others
  ballots: string[];
}

/** Members of a .bel archive by name: an old tar without an end. */
function archive(bytes: Buffer): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at + 512 <= bytes.length; ) {
    const field = (from: number, to: number) => bytes.subarray(at + from, at + to).toString("latin1").replace(/\0.*$/s, "");
    const size = parseInt(field(124, 136), 8);
    found.set(field(0, 100), bytes.subarray(at + 512, at + 512 + size).toString());
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return found;
}

function ballotsOf(bel: Buffer): string[] {
  const files = archive(bel);
  const events = [...files].filter(([name]) => name.endsWith(".event.json")).map(([, json]) => JSON.parse(json) as { type: string; payload: string });
  return events.filter(({ type }) => type === "Ballot").map(({ payload }) => files.get(`${payload}.data.json`)!);
}

export const sampleNames = (): string[] => readdirSync(folder).filter((name) => /^[A-Z]-/.test(name));

export function readSample(name: string): Sample {
  const file = (each: string) => readFileSync(join(folder, name, each));
  const electionJson = file("election.json").toString().trimEnd();
  const parsed = parseElection(electionJson);
  if (!parsed.ok) throw new Error(`${name}: ${parsed.flaw.kind} ${parsed.flaw.detail}`);
  const files = readdirSync(join(folder, name));
  const bel = files.find((each) => each.endsWith(".bel"))!;
  const codes = files.find((each) => each === "private_creds.json");
  return {
    name,
    election: parsed.value,
    electionJson,
    publicCredentials: (JSON.parse(file("public_creds.json").toString()) as string[]).map((entry) => entry.split(",")[0]!),
    privateCredentials: codes ? Object.values(JSON.parse(file(codes).toString()) as Record<string, string>) : [],
    ballots: ballotsOf(file(bel)),
  };
}

export const oneCode = "49Cnd-eWeMVw-7LudG-gA8rot";
export const otherCode = "JgY5z-MBxMEo-YVzt4-CapYxS";

/** The JSON of an election in a group, under a key whose secret is 12345. */
export function electionJson(group: Group, questions: readonly object[], uuid = "a2aXeKuGAsRv7F"): string {
  const key = group.encode([group.power(group.generator, 12345n)])[0];
  return JSON.stringify({ version: 1, description: "d", name: "n", group: group.name, public_key: key, questions, uuid });
}

export function electionOf(group: Group, questions: readonly object[], uuid?: string): Election {
  const parsed = parseElection(electionJson(group, questions, uuid));
  if (!parsed.ok) throw new Error(`${parsed.flaw.kind} ${parsed.flaw.detail}`);
  return parsed.value;
}

const names = (count: number) => Array.from({ length: count }, (_, i) => `P${i + 1}`);

/** Questions as C++ writes them. */
export const homomorphic = (count: number, rest: object) => ({ answers: names(count), question: "q", ...rest });

export function mixnet(encoding: string, count: number, numbers: number, rest: object): object {
  const answers = Array.from({ length: numbers }, (_, i) => `${i + 1}`);
  return { type: "NonHomomorphic", value: { answers, question: "q" }, extra: { encoding, choices: names(count), ...rest } };
}

/** A ballot signed by the first code, whatever it says. */
export function resign(election: Election, ballot: object): string {
  const { group } = election;
  const hash = hash64(JSON.stringify(ballot));
  const secret = credentialOf(election, [oneCode]).secret();
  const challenge = hashElements(group, `sig|${hash}|`, [group.power(group.generator, 77n)]);
  const response = modulo(77n - secret * challenge, group.order);
  return JSON.stringify({ ...ballot, signature: { hash, proof: { challenge: `${challenge}`, response: `${response}` } } });
}
