// Answers to mixnet questions: all of a ballot's numbers in one ciphertext, and a proof that whoever made it knows what is in it, so that
// nobody hands in a disguised copy of another's. The Belenios specification, section 4.11.2.

import type { Election } from "./election.ts";
import { must, Refusal } from "./flaw.ts";
import { type Element, hashElements, modulo, randomScalar } from "./group.ts";
import { members } from "./json.ts";
import { type Ciphertext, type CiphertextText, decode, type ProofText, readCiphertextText, readProof, spell, writeCiphertexts, writeProof } from "./proof.ts";
import type { MixnetQuestion } from "./question.ts";
import type { Steps } from "./steps.ts";

export interface MixnetAnswer {
  choices: CiphertextText;
  proof: ProofText;
}

/** (g^r, y^r times the embedded numbers). */
export function* encryptNumbers(election: Election, r: bigint, numbers: readonly number[]): Steps<Ciphertext> {
  const { group, g, y } = election.bases();
  const embedded = yield* group.embed(numbers);
  return { alpha: g.power(r), beta: group.product(y.power(r), embedded) };
}

function challengeOf(election: Election, s0: string, choices: CiphertextText, commitment: Element): bigint {
  return hashElements(election.group, `raweg|${s0}|${election.publicKeyText},${spell([choices])}|`, [commitment]);
}

/** `numbers`: as many as the question has, each from 0 to 255; throws RangeError otherwise. */
export function* answerMixnet(
  election: Election,
  question: MixnetQuestion,
  s0: string,
  numbers: readonly number[],
): Steps<{ answer: MixnetAnswer; randomness: bigint[] }> {
  const fits = (number: number) => Number.isInteger(number) && number >= 0 && number <= 255;
  if (numbers.length !== question.numbers || !numbers.every(fits)) throw new RangeError("numbers that the question does not have");
  const { group, g } = election.bases();
  const r = randomScalar(group);
  const choices = writeCiphertexts(group, [yield* encryptNumbers(election, r, numbers)])[0]!;
  yield;
  const w = randomScalar(group);
  const challenge = challengeOf(election, s0, choices, g.power(w));
  const proof = writeProof({ challenge, response: modulo(w - r * challenge, group.order) });
  return { answer: { choices, proof }, randomness: [r] };
}

/** Refuses what does not hold; returns what to write again, to be compared with what came. */
export function* checkMixnet(election: Election, s0: string, value: unknown): Steps<MixnetAnswer> {
  const { group, g } = election.bases();
  const source = members(value);
  const choices = readCiphertextText(source["choices"]);
  const proof = readProof(group, source["proof"]);
  // The proof before membership of beta, which is dearer: most of what is wrong is found by it.
  const alpha = group.decode(choices.alpha);
  if (!alpha) throw new Refusal("bad_element", "alpha");
  const commitment = group.product(g.power(proof.response), group.power(alpha, proof.challenge));
  must(challengeOf(election, s0, choices, commitment) === proof.challenge, "bad_knowledge_proof");
  yield;
  decode(group, choices, "choices");
  return { choices, proof: writeProof(proof) };
}
