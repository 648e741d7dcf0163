import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { parseElection } from "./election.ts";
import { groupNamed } from "./groups.ts";
import { electionJson, homomorphic, mixnet, readSample } from "./samples.ts";

const ed25519 = groupNamed("Ed25519")!;
const belenios = groupNamed("BELENIOS-2048")!;

function verdict(json: string): string {
  const parsed = parseElection(json);
  return parsed.ok ? "accepted" : parsed.flaw.kind;
}

test("an election made by belenios-tool", () => {
  const { election, electionJson: json } = readSample("F-20-Ed25519-3t-nh");
  assert.equal(election.uuid, "uMVRr37SozuJ7m");
  assert.equal(election.fingerprint, createHash("sha256").update(json).digest("base64").replace("=", ""));
  assert.deepEqual(election.questions.map(({ kind, choices }) => [kind, choices.length]), [["homomorphic", 10], ["mixnet", 10]]);
  const asked = election.questions[1]!;
  assert.ok(asked.kind === "mixnet" && asked.encoding === "none" && asked.numbers === 10);
});

test("one byte more is another election", () => {
  const json = electionJson(ed25519, [homomorphic(3, { min: 0, max: 3 })]);
  const [one, other] = [json, `${json} `].map((each) => parseElection(each));
  assert.ok(one?.ok && other?.ok && one.value.fingerprint !== other.value.fingerprint);
});

test("questions that cannot be asked are refused", () => {
  const budget = (limit: unknown, costs: unknown[]) => homomorphic(2, { min: 0, max: 2, budget: { limit, costs } });
  const cases: [string, object][] = [
    ["accepted", homomorphic(3, { min: 0, max: 3 })],
    ["accepted", budget(0, [0, 0])],
    ["bad_question", homomorphic(3, { min: 2, max: 1 })],
    ["bad_question", homomorphic(3, { min: 0, max: 4 })],
    ["bad_question", homomorphic(0, { min: 0, max: 0 })],
    ["not_canonical", homomorphic(3, { min: -1, max: 3 })],
    ["not_canonical", homomorphic(3, { min: 0, max: 3, blank: 1 })],
    ["bad_question", budget(10, [1])],
    ["not_canonical", budget(10, [1, -1])],
    ["not_canonical", budget(2 ** 53, [1, 1])],
    ["not_canonical", budget(10, [1, 0.5])],
    ["accepted", mixnet("approval", 240, 30, { min: 0, max: 240 })],
    ["bad_question", mixnet("approval", 241, 31, { min: 0, max: 241 })],
    ["bad_question", mixnet("approval", 20, 4, { min: 0, max: 20 })],
    ["bad_question", mixnet("ranking", 20, 20, { min: 0, max: 5 })],
    ["bad_question", mixnet("ranking", 256, 5, { min: 0, max: 5 })],
    ["bad_question", mixnet("points", 20, 10, { min: 0, max: 5, points: 0 })],
    ["not_canonical", mixnet("points", 20, 10, { min: 0, max: 5 })],
    ["bad_question", mixnet("scores", 20, 3, { min: 0, max: 20 })],
    ["unsupported", { type: "Lists", value: { answers: [["a", "b"]], question: "q" } }],
  ];
  for (const [expected, question] of cases) assert.equal(verdict(electionJson(ed25519, [question])), expected, JSON.stringify(question).slice(0, 200));
  assert.equal(verdict(electionJson(belenios, [mixnet("approval", 20, 3, { min: 0, max: 20 })])), "bad_question");
  assert.equal(verdict(electionJson(ed25519, [])), "bad_question");
});

test("elections of another version, group, key or form are refused", () => {
  const json = electionJson(ed25519, [homomorphic(3, { min: 0, max: 3 })]);
  const key = (JSON.parse(json) as { public_key: string }).public_key;
  const cases: [string, string][] = [
    ["accepted", json],
    ["accepted", json.replace("{", '{"later":[1],')], // members that nobody declared are in the fingerprint, and mean nothing
    ["unsupported", json.replace('"version":1', '"version":2')],
    ["unsupported", json.replace("Ed25519", "Ed448")],
    ["bad_element", json.replace(key, "0".repeat(64))],
    ["bad_element", json.replace(key, `${"0".repeat(63)}1`)], // nothing would be secret
    ["bad_element", json.replace(key, key.toUpperCase())],
    ["bad_question", json.replace("a2aXeKuGAsRv7F", "short")],
    ["bad_question", json.replace("a2aXeKuGAsRv7F", "a2aXeKuGAsRv70")],
    ["not_canonical", json.slice(1)],
    ["not_canonical", "[]"],
  ];
  for (const [expected, each] of cases) assert.equal(verdict(each), expected, each.slice(0, 120));
});
