import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { utf8 } from "../record/bytes.ts";
import { parseElection } from "../voting/election.ts";
import { encode, type Pick } from "../voting/encodings.ts";
import { groupNamed } from "../voting/groups.ts";
import type { Encoding, MixnetQuestion } from "../voting/question.ts";
import { type Definition, parseContent } from "./contents.ts";
import { type Decryption, numbersIn, openAll } from "./decryption.ts";
import { planOf, type SampleRound } from "./sample_rounds.ts";
import { judgeNumbers } from "./secret_count.ts";

const folder = "../tests/data/belenios";

/** What belenios-tool wrote of an election that it made: the events' payloads by kind, in order. */
function archiveOf(name: string): Map<string, string[]> {
  const bytes = readFileSync(`${folder}/${name}/${readdirSync(`${folder}/${name}`).find((file) => file.endsWith(".bel"))}`);
  const files = new Map<string, string>();
  for (let at = 0; at + 512 <= bytes.length; ) {
    const field = (from: number, to: number) => bytes.subarray(at + from, at + to).toString("latin1").replace(/\0.*$/s, "");
    const size = parseInt(field(124, 136), 8);
    files.set(field(0, 100), bytes.subarray(at + 512, at + 512 + size).toString());
    at += 512 + Math.ceil(size / 512) * 512;
  }
  const found = new Map<string, string[]>();
  for (const [file, json] of files) {
    const { type = "", payload } = JSON.parse(file.endsWith(".event.json") ? json : "{}") as { type?: string; payload?: string };
    if (payload !== undefined) found.set(type, [...(found.get(type) ?? []), files.get(`${payload}.data.json`)!]);
  }
  const owned = (kind: string) => (found.get(kind) ?? []).map((json) => {
    const { owner, payload } = JSON.parse(json) as { owner: number; payload: string };
    return `[${owner},${files.get(`${payload}.data.json`)!}]`;
  });
  for (const kind of ["Shuffle", "PartialDecryption"]) found.set(kind, owned(kind));
  const { encrypted_tally: tally } = JSON.parse(found.get("EncryptedTally")![0]!) as { encrypted_tally: string };
  return found.set("EncryptedTally", [files.get(`${tally}.data.json`)!]);
}

/** The factors for one question. */
const factorsOf = (archive: Map<string, string[]>, question: number): Decryption[] =>
  archive.get("PartialDecryption")!.map((json) => {
    const [owner, { decryption_factors: factors }] = JSON.parse(json) as [number, { decryption_factors: unknown[][] }];
    return [owner, factors[question]!];
  });

test("mixnets of other programs are opened as they open them", () => {
  for (const [name, group] of [["F-20-Ed25519-3t-nh", "Ed25519"], ["D-20-RFC3526-3t-nh", "RFC-3526-2048"]] as const) {
    const archive = archiveOf(name);
    const { questions } = JSON.parse(readFileSync(`${folder}/${name}/election.json`, "utf8")) as { questions: { type?: string; value: { answers: string[] } }[] };
    const at = questions.findIndex(({ type }) => type === "NonHomomorphic");
    const [, { ciphertexts }] = JSON.parse(archive.get("Shuffle")!.at(-1)!) as [number, { ciphertexts: unknown[][] }];
    const { result } = JSON.parse(archive.get("Result")![0]!) as { result: unknown[][] };
    const of = groupNamed(group)!;
    const opened = openAll(of, ciphertexts[0]!, factorsOf(archive, at), 0).map((element) => numbersIn(of, element, questions[at]!.value.answers.length));
    assert.deepEqual(opened, result[at]);
  }
});

test("two of three with a threshold open what all would", () => {
  const archive = archiveOf("G-20-Ed25519-ped2of3");
  const { group } = (parseElection(readFileSync(`${folder}/G-20-Ed25519-ped2of3/election.json`, "utf8").trimEnd()) as { value: { group: ReturnType<typeof groupNamed> } }).value as {
    group: NonNullable<ReturnType<typeof groupNamed>> };
  const [ciphertexts] = JSON.parse(archive.get("EncryptedTally")![0]!) as unknown[][];
  const { result } = JSON.parse(archive.get("Result")![0]!) as { result: number[][] };
  const opened = openAll(group, ciphertexts!, factorsOf(archive, 0), 2);
  assert.deepEqual(opened, group.encode(result[0]!.map((number) => group.power(group.generator, BigInt(number)))));
  assert.throws(() => openAll(group, ciphertexts!.slice(1), factorsOf(archive, 0), 2), RangeError);
});

const definitionOf = (kind: SampleRound, ...changes: [string, string][]): Definition => {
  const text = `radslag/v1/round-definition\n${planOf(kind).definition.map((line) => `${line.join(" ")}\n`).join("")}`;
  return parseContent("round-definition", utf8(changes.reduce((all, [from, to]) => all.replace(from, to), text)));
};

const numbersFor = { none: 4, approval: 1, ranking: 3, points: 6 };
const question = (encoding: Encoding): MixnetQuestion =>
  ({ kind: "mixnet", text: "alla", choices: ["p1", "p2", "p3", "p4"], min: 0, max: 3, encoding, points: encoding === "points" ? 10 : 0, numbers: numbersFor[encoding] });

test("what a voter's page encodes is read again", () => {
  const picks: [SampleRound, Encoding, Pick[], number[], number[]][] = [
    ["plain", "approval", [{ choice: 0 }, { choice: 3 }], [0, 3], [1, 1]],
    ["lot", "ranking", [{ choice: 3 }, { choice: 0 }], [3, 0], [5, 3]],
    ["points", "points", [{ choice: 1, points: 7 }, { choice: 2, points: 3 }], [1, 2], [7, 3]],
    ["lot", "ranking", [], [], []],
  ];
  for (const [kind, encoding, given, places, worth] of picks) {
    const encoded = encode(question(encoding), given);
    assert.ok(encoded.ok);
    assert.deepEqual(judgeNumbers(definitionOf(kind), "alla", [0, 1, 2, 3], question(encoding), [encoded.value]), { ballots: [{ places, worth }], invalid: [] });
  }
});

test("what is no ballot, or breaks the rules, is told apart", () => {
  const why = (kind: SampleRound, encoding: Encoding, numbers: number[], ...changes: [string, string][]) =>
    judgeNumbers(definitionOf(kind, ...changes), "alla", [0, 1, 2, 3], question(encoding), [numbers]).invalid[0]?.[2];
  assert.equal(why("plain", "approval", [0b0001_0000]), "undefined-bit");
  assert.equal(why("plain", "approval", [0b1111]), "too-many");
  assert.equal(why("plain", "approval", [0], ["choices-min 0", "choices-min 1"]), "too-few");
  assert.equal(why("plain", "approval", [0b0101], ["budget-max 0", "budget-max 799"]), "over-budget");
  assert.equal(why("plain", "approval", [0b0101], ["budget-max 0", "budget-max 800"]), undefined);
  assert.equal(why("plain", "approval", [0b0001], ["withdrawn no", "withdrawn yes"]), "withdrawn");
  for (const numbers of [[5, 0, 0], [1, 1, 0], [0, 1, 0], [255, 0, 0]]) assert.equal(why("lot", "ranking", numbers), "undefined-bit", numbers.join());
  for (const numbers of [[2, 3, 1, 3, 0, 0], [1, 3, 1, 3, 0, 0], [1, 0, 0, 0, 0, 0], [0, 3, 0, 0, 0, 0], [0, 0, 1, 3, 0, 0], [5, 1, 0, 0, 0, 0]])
    assert.equal(why("points", "points", numbers), "undefined-bit", numbers.join());
  assert.equal(why("points", "points", [1, 5, 2, 6, 0, 0]), "too-many-points");
  assert.equal(why("points", "points", [1, 5, 2, 5, 0, 0]), undefined);
});
