// Ballots of three programs, each judged by the others: voting_cli (the server's code), cli.mjs (the page's), and those of belenios-tool
// in the sample elections.
//   node interop.mjs VOTING_CLI CLI.mjs FOLDER SAMPLES
// Prints "ok - name" and "not ok - name: why"; exits 1 if any failed.
import { spawn } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { readArchive } from "./archive.mjs";
import { result, test } from "./outcome.mjs";

const [server, page, folder, samples] = process.argv.slice(2);
const programs = { "C++": [server], TypeScript: [process.execPath, page] };
const limit = 300_000;

/** The lines that a program makes of these lines; as many, or an error. */
function lines(name, args, input, { count = input.length } = {}) {
  return new Promise((resolve, reject) => {
    const [program, ...first] = programs[name];
    const child = spawn(program, [...first, ...args], { stdio: ["pipe", "pipe", "pipe"], timeout: limit });
    let out = "", err = "";
    child.stdout.on("data", (part) => (out += part));
    child.stderr.on("data", (part) => (err += part));
    child.stdin.on("error", () => {}); // it ended before it had read all: its exit says so
    child.on("error", reject);
    child.on("close", (code) => {
      const made = out.split("\n").slice(0, -1);
      if (made.length === count) resolve(made);
      else reject(new Error(`${name} ${args[0]}: exit ${code}, ${made.length} lines of ${count}; ${err.slice(0, 300)}`));
    });
    child.stdin.end(input.map((line) => `${line}\n`).join(""));
  });
}

// The questions that there are, as the record's election.json has them, and choices that are at their limits.
const names = (n) => Array.from({ length: n }, (_, i) => `P${i + 1}`);
const homomorphic = (n, min, max, more = {}) => ({ answers: names(n), ...(more.blank ? { blank: true } : {}), min, max, question: "Vad vill du ha?", ...(more.budget ? { budget: more.budget } : {}) });
const mixnet = (numbers, extra) => ({ type: "NonHomomorphic", value: { answers: Array.from({ length: numbers }, (_, i) => `${i + 1}`), question: "Vad vill du ha?" }, extra });
const budget = { limit: 1000, costs: [700, 300, 301, 1000, 0] };
const picks = (...choices) => choices.map((choice) => ({ choice }));
const kinds = {
  homomorphic: { question: homomorphic(4, 0, 2), choices: [picks(), picks(3), picks(0, 2)] },
  "homomorphic with blank": { question: homomorphic(4, 1, 2, { blank: true }), choices: [picks(), picks(1), picks(0, 3)] },
  "homomorphic with budget": { question: homomorphic(5, 1, 5, { blank: true, budget }), choices: [picks(), picks(3, 4), picks(0, 1, 4)] },
  approval: { question: mixnet(2, { encoding: "approval", choices: names(11), min: 0, max: 4 }), choices: [picks(), picks(0, 7, 8, 10)] },
  "approval with budget": { question: mixnet(1, { encoding: "approval", choices: names(5), min: 0, max: 5, budget }), choices: [picks(0, 1, 4), picks(3)] },
  ranking: { question: mixnet(3, { encoding: "ranking", choices: names(30), min: 1, max: 3 }), choices: [picks(29), picks(4, 0, 17)] },
  points: { question: mixnet(4, { encoding: "points", choices: names(9), min: 0, max: 2, points: 255 }), choices: [[], [{ choice: 8, points: 255 }], [{ choice: 2, points: 1 }, { choice: 7, points: 254 }]] },
};
const groups = {
  Ed25519: Object.keys(kinds),
  "RFC-3526-2048": Object.keys(kinds).filter((kind) => kind !== "homomorphic" && kind !== "homomorphic with blank"), // 2,047-bit exponents
  "BELENIOS-2048": Object.keys(kinds).filter((kind) => kind.startsWith("homomorphic")),
};
const uuid = "2gKZ7ZPxSbLsvYEQF4RTFh";
const cards = ["12345-6789AB-CDEFG-HJKLMN", "zyxwv-utsrqp-nmkji-hgfedc", "Aa1Bb-2Cc3Dd-4Ee5F-f6Gg7H"];

async function electionFile(group, kind) {
  const [key] = await lines("C++", ["credential", group, uuid], ["k".repeat(5) + "-222222-33333-444444"]);
  const json = { version: 1, description: "Prov", name: "Medborgarbudget", group, public_key: key, questions: [kinds[kind].question], uuid };
  const file = `${folder}/${group}-${kind.replaceAll(" ", "-")}.json`;
  writeFileSync(file, JSON.stringify(json));
  return file;
}

/** What is wrong with judgements of ballots or openings that should all be good. */
function judge(judged, wanted) {
  for (const [i, line] of judged.entries()) {
    const facts = JSON.parse(line);
    if (!facts.ok) return `${i}: ${JSON.stringify(facts.flaw)}`;
    for (const [name, value] of Object.entries(wanted(i) ?? {})) if (JSON.stringify(facts[name]) !== JSON.stringify(value)) return `${i}: ${name} ${JSON.stringify(facts[name])} for ${JSON.stringify(value)}`;
  }
  return "";
}

async function bothWays(group, kind) {
  const file = await electionFile(group, kind);
  const slow = group === "RFC-3526-2048" && kind.startsWith("homomorphic");
  const wishes = kinds[kind].choices.slice(slow ? -1 : 0).map((choices, i) => ({ codes: i % 2 ? [cards[i % 3], cards[(i + 1) % 3]] : [cards[i % 3]], picks: [choices] }));
  const text = wishes.map((wish) => JSON.stringify(wish));
  const [canonical] = await lines("C++", ["canonical", file], ["?"]);
  if (canonical !== "yes") return "its election.json is not the one that the server would write";
  const credentials = await lines("TypeScript", ["credential", file], wishes.map(({ codes }) => codes.join(" ")));
  const same = await lines("C++", ["credential", group, uuid], wishes.map(({ codes }) => codes.join(" ")));
  if (credentials.join() !== same.join()) return "they derive different credentials";
  async function oneWay(maker, checker) {
    const ballots = await lines(maker, ["make", file], text);
    const own = (await lines(maker, ["check", file], ballots)).map((line) => JSON.parse(line));
    const wrong = judge(await lines(checker, ["check", file], ballots), (i) => ({ credential: credentials[i], hash: own[i].hash, tracker: own[i].tracker }));
    if (wrong) return `${checker} about a ballot of ${maker}: ${wrong}`;
    const openings = await lines(maker, ["challenge", file], text);
    const unlike = judge(await lines(checker, ["opening", file], openings), (i) => ({ credential: credentials[i], picks: wishes[i].picks }));
    if (unlike) return `${checker} about an opening of ${maker}: ${unlike}`;
    if (maker === "C++") kept.set(`${group} ${kind}`, { file, ballots });
    return "";
  }
  return (await Promise.all([oneWay("C++", "TypeScript"), oneWay("TypeScript", "C++")])).join("");
}

const kept = new Map();
for (const [group, all] of Object.entries(groups))
  for (const kind of all) await test(`${group}, ${kind}: ballots and openings of C++ and TypeScript are good in the other`, () => bothWays(group, kind));

for (const sample of readdirSync(samples).filter((name) => /^[A-Z]-/.test(name))) {
  const file = `${samples}/${sample}/election.json`;
  await test(`ballots of belenios-tool are good in both: ${sample}`, async () => {
    const archive = readFileSync(`${samples}/${sample}/${JSON.parse(readFileSync(file, "utf8")).uuid}.bel`);
    const ballots = readArchive(archive).filter(({ type }) => type === "Ballot").map(({ json }) => json);
    if (ballots.length < 20) return `${ballots.length} ballots`;
    const some = ballots.slice(0, sample.includes("Ed25519") ? 20 : sample.includes("RFC") ? 1 : 3); // the page's field groups take their time
    const [server, page] = [await lines("C++", ["check", file], ballots), await lines("TypeScript", ["check", file], some)];
    return judge(server, () => ({})) || judge(page, (i) => JSON.parse(server[i]));
  });
}

/** Both refuse all; an attacker's ballot that only one accepts would stand in the record that the other says does not hold. */
async function mutated(group, kind, count) {
  const { file, ballots } = kept.get(`${group} ${kind}`) ?? {};
  if (!ballots) return "there are no ballots to begin with";
  const made = await lines("TypeScript", ["mutate", file, `${count}`], ballots.slice(0, 2), { count });
  const [server, page] = await Promise.all(Object.keys(programs).map((name) => lines(name, ["check", file], made)));
  const accepted = made.findIndex((_, i) => !server[i].startsWith('{"ok":false') || !page[i].startsWith('{"ok":false'));
  return accepted < 0 ? "" : `C++ ${server[accepted]}, TypeScript ${page[accepted]}: ${made[accepted].slice(0, 2000)}`;
}
await test("10,000 mutated mixnet ballots are refused by both", () => mutated("Ed25519", "approval", 10_000));
await test("300 mutated homomorphic ballots with a budget are refused by both", () => mutated("Ed25519", "homomorphic with budget", 300));
await test("200 mutated mixnet ballots of a field group are refused by both", () => mutated("RFC-3526-2048", "ranking", 200));
process.exit(result());
