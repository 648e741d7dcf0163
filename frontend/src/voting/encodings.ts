// From what a person chose to the numbers that are encrypted, and back: the same forms as crypto/voting/encodings.hpp.

import { type Checked, must, refused } from "./flaw.ts";
import type { MixnetQuestion, Question } from "./question.ts";
import { ciphertextsOf } from "./question.ts";

/** A chosen project, by its place in the question's choices (from 0). */
export interface Pick {
  choice: number;
  points?: number; // of points: 1 to 255
}

/** Whether the picks are what the question allows: each once, neither too few nor too many, within points and budget. */
function judge(question: Question, picks: readonly Pick[]): void {
  const { choices, min, max, budget } = question;
  must(picks.every(({ choice }) => Number.isInteger(choice) && choice >= 0 && choice < choices.length), "bad_choices", "no such choice");
  must(new Set(picks.map(({ choice }) => choice)).size === picks.length, "bad_choices", "chosen twice");
  const isBlank = question.kind === "homomorphic" && question.blank && picks.length === 0;
  must(isBlank || (picks.length >= min && picks.length <= max), "bad_choices", "too few or too many");
  if (budget) {
    // BigInt: a rounded sum of large costs could pass.
    const cost = picks.reduce((sum, { choice }) => sum + BigInt(budget.costs[choice]!), 0n);
    must(cost <= BigInt(budget.limit), "bad_choices", "over the budget");
  }
  if (question.kind !== "mixnet" || question.encoding !== "points") return;
  const given = picks.map(({ points }) => points ?? 0);
  must(given.every((points) => Number.isInteger(points) && points >= 1 && points <= 255), "bad_choices", "points from 1 to 255");
  must(given.reduce((sum, points) => sum + points, 0) <= question.points, "bad_choices", "too many points");
}

function mixnetNumbers(question: MixnetQuestion, picks: readonly Pick[]): number[] {
  const numbers = new Array<number>(question.numbers).fill(0);
  switch (question.encoding) {
    case "approval": // a bit each, the least significant first
      for (const { choice } of picks) numbers[choice >> 3]! |= 1 << (choice & 7);
      break;
    case "ranking": // a number for each place, 0 after the last
      for (const [place, { choice }] of picks.entries()) numbers[place] = choice + 1;
      break;
    case "points": // pairs in ascending order, then 0, 0
      for (const [i, pick] of [...picks].sort((a, b) => a.choice - b.choice).entries()) {
        numbers[2 * i] = pick.choice + 1;
        numbers[2 * i + 1] = pick.points!;
      }
      break;
    case "none":
      must(false, "unsupported", "another program's question");
  }
  return numbers;
}

/** `picks`: of a ranking in order, the best first. None at all is a blank ballot. Refused: bad_choices, unsupported. */
export function encode(question: Question, picks: readonly Pick[]): Checked<number[]> {
  try {
    judge(question, picks);
    if (question.kind === "mixnet") return { ok: true, value: mixnetNumbers(question, picks) };
    const bits = question.choices.map((_, i) => (picks.some(({ choice }) => choice === i) ? 1 : 0));
    return { ok: true, value: question.blank ? [picks.length === 0 ? 1 : 0, ...bits] : bits };
  } catch (reason) {
    return refused(reason);
  }
}

function readPicks(question: Question, numbers: readonly number[]): Pick[] {
  const chosen = (bits: readonly number[]) => bits.flatMap((bit, choice) => (bit === 1 ? [{ choice }] : []));
  if (question.kind === "homomorphic") return chosen(question.blank ? numbers.slice(1) : numbers);
  switch (question.encoding) {
    case "approval":
      return chosen(Array.from({ length: 8 * numbers.length }, (_, i) => (numbers[i >> 3]! >> (i & 7)) & 1));
    case "ranking":
      return numbers.filter((number) => number > 0).map((number) => ({ choice: number - 1 }));
    case "points":
      return Array.from({ length: numbers.length / 2 }, (_, i) => ({ choice: numbers[2 * i]! - 1, points: numbers[2 * i + 1]! })).filter(
        ({ choice, points }) => choice >= 0 || points > 0,
      );
    case "none":
      return numbers.map((points, choice) => ({ choice, points }));
  }
}

/** The reverse: numbers that `encode` would not have made are refused (bad_choices). */
export function decodeNumbers(question: Question, numbers: readonly number[]): Checked<Pick[]> {
  try {
    must(numbers.length === (question.kind === "mixnet" ? question.numbers : ciphertextsOf(question)), "bad_choices", "another number of numbers");
    const picks = readPicks(question, numbers);
    if (question.kind === "mixnet" && question.encoding === "none") return { ok: true, value: picks };
    const again = encode(question, picks);
    if (!again.ok) return again;
    must(again.value.every((number, i) => number === numbers[i]), "bad_choices", "undefined bits or places");
    return { ok: true, value: picks };
  } catch (reason) {
    return refused(reason);
  }
}
