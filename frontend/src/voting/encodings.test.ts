import assert from "node:assert/strict";
import { test } from "node:test";
import { groupNamed } from "./groups.ts";
import { decodeNumbers, encode, type Pick } from "./encodings.ts";
import type { Question } from "./question.ts";
import { electionOf, homomorphic, mixnet } from "./samples.ts";

const ed25519 = groupNamed("Ed25519")!;
const ask = (question: object): Question => electionOf(ed25519, [question]).questions[0]!;
const picks = (...choices: number[]): Pick[] => choices.map((choice) => ({ choice }));

const budget = { limit: 100, costs: [60, 40, 41, 0] };
const plain = ask(homomorphic(4, { min: 1, max: 2 }));
const blank = ask(homomorphic(4, { blank: true, min: 1, max: 3, budget }));
const approval = ask(mixnet("approval", 20, 3, { min: 0, max: 20 }));
const ranking = ask(mixnet("ranking", 7, 3, { min: 1, max: 3 }));
const points = ask(mixnet("points", 9, 6, { min: 0, max: 3, points: 20 }));

test("choices become numbers and come back", () => {
  const cases: [Question, Pick[], number[]][] = [
    [plain, picks(1, 3), [0, 1, 0, 1]],
    [blank, picks(), [1, 0, 0, 0, 0]],
    [blank, picks(0, 1, 3), [0, 1, 1, 0, 1]],
    [approval, picks(), [0, 0, 0]],
    [approval, picks(0, 7, 8, 19), [129, 1, 8]],
    [ranking, picks(6, 0), [7, 1, 0]],
    [points, [{ choice: 2, points: 5 }, { choice: 8, points: 15 }], [3, 5, 9, 15, 0, 0]],
  ];
  for (const [question, chosen, numbers] of cases) {
    assert.deepEqual(encode(question, chosen), { ok: true, value: numbers });
    assert.deepEqual(decodeNumbers(question, numbers), { ok: true, value: chosen });
  }
});

test("points are written in the order of the projects", () => {
  const chosen = [{ choice: 8, points: 15 }, { choice: 2, points: 5 }];
  assert.deepEqual(encode(points, chosen), { ok: true, value: [3, 5, 9, 15, 0, 0] });
});

test("choices that the question does not allow are refused", () => {
  const cases: [Question, Pick[]][] = [
    [plain, picks()],
    [plain, picks(0, 1, 2)],
    [plain, picks(1, 1)],
    [plain, picks(4)],
    [plain, picks(-1)],
    [plain, picks(0.5)],
    [blank, picks(0, 2)], // 101 of 100
    [ranking, picks()],
    [ranking, picks(0, 1, 2, 3)],
    [points, [{ choice: 0, points: 21 }]],
    [points, [{ choice: 0, points: 0 }]],
    [points, [{ choice: 0 }]],
    [points, [{ choice: 0, points: 1.5 }]],
  ];
  for (const [question, chosen] of cases) {
    const encoded = encode(question, chosen);
    assert.ok(!encoded.ok && encoded.flaw.kind === "bad_choices", JSON.stringify(chosen));
  }
});

test("numbers that no choices give are refused", () => {
  const cases: [Question, number[]][] = [
    [plain, [0, 1]],
    [plain, [0, 2, 0, 0]],
    [blank, [1, 1, 0, 0, 0]],
    [blank, [0, 0, 0, 0, 0]],
    [approval, [0, 0, 16]], // a bit beyond the twentieth
    [approval, [0, 0, 0, 0]],
    [ranking, [0, 1, 0]], // a gap
    [ranking, [8, 0, 0]],
    [ranking, [1, 1, 0]],
    [points, [3, 5, 2, 5, 0, 0]], // descending
    [points, [3, 0, 0, 0, 0, 0]],
    [points, [0, 5, 0, 0, 0, 0]],
    [points, [0, 0, 3, 5, 0, 0]],
  ];
  for (const [question, numbers] of cases) {
    const decoded = decodeNumbers(question, numbers);
    assert.ok(!decoded.ok && decoded.flaw.kind === "bad_choices", JSON.stringify(numbers));
  }
});
