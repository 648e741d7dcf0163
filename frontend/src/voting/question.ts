// What is asked in an election: crypto/voting/question.hpp, the reading side.

import { must, Refusal } from "./flaw.ts";
import type { Group } from "./group.ts";
import { integer, list, members, text } from "./json.ts";

/** What projects cost, and how much a ballot's choices may cost together; up to 2^53 - 1. */
export interface Budget {
  limit: number;
  costs: number[]; // one for each choice
}

/** How a mixnet ballot's choices lie in its numbers (encodings.ts); "none": another program's question, the numbers are what they are. */
export type Encoding = "none" | "approval" | "ranking" | "points";

interface Common {
  text: string;
  choices: string[]; // what is chosen from
  min: number;
  max: number; // choices of a ballot; of points: projects that get some
  budget?: Budget;
}

/** One ciphertext a choice, and one for "blank" before them. */
export interface HomomorphicQuestion extends Common {
  kind: "homomorphic";
  blank: boolean;
}

/** One ciphertext a ballot, of so many 8-bit `numbers`. */
export interface MixnetQuestion extends Common {
  kind: "mixnet";
  encoding: Encoding;
  points: number; // of points: the most that all projects get together
  numbers: number;
}

export type Question = HomomorphicQuestion | MixnetQuestion;

function readBudget(value: unknown, choices: number): Budget {
  const { limit, costs } = members(value);
  const budget = { limit: integer(limit), costs: list(costs).map(integer) };
  must(budget.costs.length === choices, "bad_question", "another number of costs than choices");
  return budget;
}

/** The members that both kinds write alike. */
function readCommon(source: Record<string, unknown>, question: unknown, choices: unknown): Common {
  const common: Common = { text: text(question), choices: list(choices).map(text), min: integer(source["min"]), max: integer(source["max"]) };
  must(common.choices.length > 0, "bad_question", "nothing to choose from");
  must(common.min <= common.max && common.max <= common.choices.length, "bad_question", "range of choices");
  if (source["budget"] !== undefined) common.budget = readBudget(source["budget"], common.choices.length);
  return common;
}

function readHomomorphic(source: Record<string, unknown>): HomomorphicQuestion {
  const blank = source["blank"] ?? false;
  must(typeof blank === "boolean", "not_canonical", "blank");
  return { kind: "homomorphic", blank, ...readCommon(source, source["question"], source["answers"]) };
}

/** How many 8-bit numbers a ballot carries. */
export function numbersOf(encoding: Encoding, choices: number, max: number): number {
  switch (encoding) {
    case "none":
      return choices;
    case "approval":
      return Math.ceil(choices / 8);
    case "ranking":
      return max;
    case "points":
      return 2 * max;
  }
}

function readMixnet(source: Record<string, unknown>, group: Group): MixnetQuestion {
  const value = members(source["value"]);
  const answers = list(value["answers"]).map(text);
  const extra = source["extra"] === undefined ? {} : members(source["extra"]);
  const encoding = extra["encoding"] ?? "none";
  must(answers.length > 0 && answers.length <= group.embeddingBytes, "bad_question", "numbers of a mixnet ballot");
  if (encoding === "none") {
    const range = { min: 0, max: answers.length };
    return { kind: "mixnet", encoding, points: 0, numbers: answers.length, ...readCommon(range, value["question"], answers) };
  }
  if (encoding !== "approval" && encoding !== "ranking" && encoding !== "points") throw new Refusal("bad_question", "encoding");
  const common = readCommon(extra, value["question"], extra["choices"]);
  const points = encoding === "points" ? integer(extra["points"]) : 0;
  must(encoding === "approval" || common.choices.length <= 255, "bad_question", "more choices than an 8-bit number tells apart");
  must(encoding !== "points" || points > 0, "bad_question", "no points to give");
  must(numbersOf(encoding, common.choices.length, common.max) === answers.length, "bad_question", "numbers of a mixnet ballot");
  return { kind: "mixnet", encoding, points, numbers: answers.length, ...common };
}

export function readQuestion(value: unknown, group: Group): Question {
  const source = members(value);
  switch (source["type"]) {
    case undefined:
      return readHomomorphic(source);
    case "NonHomomorphic":
      return readMixnet(source, group);
    default:
      throw new Refusal("unsupported", "a question of another type");
  }
}

/** Ciphertexts of an answer. */
export const ciphertextsOf = (question: Question): number =>
  question.kind === "mixnet" ? 1 : question.choices.length + (question.blank ? 1 : 0);
