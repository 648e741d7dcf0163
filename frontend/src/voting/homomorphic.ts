// Answers to homomorphic questions: one ciphertext a choice, so that only sums are ever decrypted, and proofs that each holds 0 or 1 and
// that they are neither too few nor too many. The Belenios specification, sections 4.11.1 to 4.13.

import { type BudgetProofText, checkBudget, proveBudget } from "./budget.ts";
import { checkOneOf, proveOneOf, type Statement } from "./disjunction.ts";
import { must } from "./flaw.ts";
import { type Group, modulo, randomScalar, type Table } from "./group.ts";
import { list, members } from "./json.ts";
import {
  type Bases,
  type Ciphertext,
  type CiphertextText,
  decode,
  product,
  type Proof,
  type ProofText,
  readCiphertextText,
  readProofs,
  spell,
  writeCiphertexts,
  writeProof,
} from "./proof.ts";
import { ciphertextsOf, type HomomorphicQuestion } from "./question.ts";
import type { Steps } from "./steps.ts";

/** Members in the order in which they are written. */
export interface HomomorphicAnswer {
  choices: CiphertextText[];
  individual_proofs: ProofText[][];
  overall_proof: ProofText[];
  blank_proof?: ProofText[];
  budget_proof?: BudgetProofText;
}

const bits = [0, 1];
const range = ({ min, max }: HomomorphicQuestion) => Array.from({ length: max - min + 1 }, (_, i) => min + i);
const individualPrefix = (s0: string, { alpha, beta }: CiphertextText) => `prove|${s0}|${alpha},${beta}|`;
const sumPrefix = (group: Group, s: string, sum: Ciphertext) => `prove|${s}|${spell(writeCiphertexts(group, [sum]))}|`;

/** (g^r, y^r g^m) for m = 0 or 1. */
export function encryptBit({ group, g, y }: Bases, r: bigint, bit: number): Ciphertext {
  return { alpha: g.power(r), beta: group.product(y.power(r), bit === 1 ? group.generator : group.identity) };
}

/** Whether the question allows these bits: "blank" first where there is one. The budget too. */
export function allows(question: HomomorphicQuestion, plain: readonly number[]): boolean {
  if (plain.length !== ciphertextsOf(question) || plain.some((bit) => bit !== 0 && bit !== 1)) return false;
  const chosen = question.blank ? plain.slice(1) : plain;
  const count = chosen.reduce((sum, bit) => sum + bit, 0);
  if (question.blank && plain[0] === 1) return count === 0;
  if (count < question.min || count > question.max) return false;
  // Costs beyond 2^53 together: BigInt, since a rounded sum could pass.
  const { budget } = question;
  return !budget || chosen.reduce((sum, bit, i) => sum + BigInt(bit * budget.costs[i]!), 0n) <= BigInt(budget.limit);
}

/** Answer and the randomness of its ciphertexts. `plain` as `allows` says; throws RangeError for others. */
export function* answerHomomorphic(
  bases: Bases,
  question: HomomorphicQuestion,
  s0: string,
  plain: readonly number[],
): Steps<{ answer: HomomorphicAnswer; randomness: bigint[] }> {
  if (!allows(question, plain)) throw new RangeError("choices that the question does not allow");
  const { group } = bases;
  const randomness = plain.map(() => randomScalar(group));
  const ciphertexts: Ciphertext[] = [];
  const choices: CiphertextText[] = [];
  const individual: ProofText[][] = [];
  for (const [i, bit] of plain.entries()) {
    ciphertexts.push(encryptBit(bases, randomness[i]!, bit));
    choices.push(writeCiphertexts(group, [ciphertexts[i]!])[0]!);
    const statements = bits.map((value) => ({ randomness: randomness[i]!, plain: bit, value }));
    individual.push((yield* proveOneOf(bases, individualPrefix(s0, choices[i]!), statements, bit)).map(writeProof));
  }
  const spelled = spell(choices);
  const s = `${s0}|${spelled}`;
  const from = question.blank ? 1 : 0;
  const r = modulo(randomness.slice(from).reduce((sum, each) => sum + each, 0n), group.order);
  const count = plain.slice(from).reduce((sum, bit) => sum + bit, 0);
  const inRange: Statement[] = range(question).map((value) => ({ randomness: r, plain: count, value }));

  const answer: HomomorphicAnswer = { choices, individual_proofs: individual, overall_proof: [] };
  if (question.blank) {
    const blank = (value: number): Statement => ({ randomness: randomness[0]!, plain: plain[0]!, value });
    const isBlank = plain[0] === 1;
    const overall = yield* proveOneOf(bases, `bproof1|${s}|`, [blank(1), ...inRange], isBlank ? 0 : count - question.min + 1);
    const none: Statement = { randomness: r, plain: count, value: 0 };
    const either = yield* proveOneOf(bases, `bproof0|${s}|`, [blank(0), none], isBlank ? 1 : 0);
    answer.overall_proof = overall.map(writeProof);
    answer.blank_proof = either.map(writeProof);
  } else {
    const sum = product(group, ciphertexts);
    answer.overall_proof = (yield* proveOneOf(bases, sumPrefix(group, s, sum), inRange, count - question.min)).map(writeProof);
  }
  if (question.budget) {
    const chosen = { ciphertexts: ciphertexts.slice(from), randomness: randomness.slice(from), plain: plain.slice(from) };
    answer.budget_proof = yield* proveBudget(bases, s0, spelled, question.budget, chosen);
  }
  return { answer, randomness };
}

interface Tables {
  alpha: Table;
  beta: Table;
}

function tables(group: Group, { alpha, beta }: Ciphertext, uses: number): Tables {
  return { alpha: group.table(alpha, uses), beta: group.table(beta, uses) };
}

/** Refuses what does not hold; returns what to write again, to be compared with what came. */
export function* checkHomomorphic(bases: Bases, question: HomomorphicQuestion, s0: string, value: unknown): Steps<HomomorphicAnswer> {
  const { group } = bases;
  const source = members(value);
  const choices = list(source["choices"]).map(readCiphertextText);
  const individual = list(source["individual_proofs"]).map((each) => readProofs(group, each));
  const overall = readProofs(group, source["overall_proof"]);
  const either = source["blank_proof"] === undefined ? undefined : readProofs(group, source["blank_proof"]);
  const n = ciphertextsOf(question);
  must(choices.length === n && individual.length === n && individual.every((each) => each.length === bits.length), "bad_shape", "choices");
  must(overall.length === question.max - question.min + (question.blank ? 2 : 1), "bad_shape", "overall_proof");
  must(question.blank ? either?.length === 2 : either === undefined, "bad_shape", "blank_proof");
  must((question.budget === undefined) === (source["budget_proof"] === undefined), "bad_shape", "budget_proof");

  const ciphertexts = choices.map((each, i) => decode(group, each, `choice ${i + 1}`));
  for (const [i, ciphertext] of ciphertexts.entries()) {
    const both = tables(group, ciphertext, bits.length);
    const claims = bits.map((each) => ({ ...both, value: each }));
    const holds = yield* checkOneOf(bases, individualPrefix(s0, choices[i]!), claims, individual[i]!);
    must(holds, "bad_choice_proof", `choice ${i + 1}`);
  }

  const spelled = spell(choices);
  const s = `${s0}|${spelled}`;
  const chosen = ciphertexts.slice(question.blank ? 1 : 0);
  const sum = product(group, chosen);
  const sumTables = tables(group, sum, overall.length);
  const inRange = range(question).map((each) => ({ ...sumTables, value: each }));
  if (question.blank) {
    const blank = tables(group, ciphertexts[0]!, 2);
    const claims = [{ ...blank, value: 1 }, ...inRange];
    must(yield* checkOneOf(bases, `bproof1|${s}|`, claims, overall), "bad_total_proof");
    const none = [{ ...blank, value: 0 }, { ...sumTables, value: 0 }];
    must(yield* checkOneOf(bases, `bproof0|${s}|`, none, either as Proof[]), "bad_blank_proof");
  } else {
    must(yield* checkOneOf(bases, sumPrefix(group, s, sum), inRange, overall), "bad_total_proof");
  }

  const answer: HomomorphicAnswer = {
    choices,
    individual_proofs: individual.map((each) => each.map(writeProof)),
    overall_proof: overall.map(writeProof),
  };
  if (either) answer.blank_proof = either.map(writeProof);
  if (question.budget) answer.budget_proof = yield* checkBudget(bases, s0, spelled, question.budget, chosen, source["budget_proof"]);
  return answer;
}
