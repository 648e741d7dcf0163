// What answers are made of: ciphertexts, and proofs whose commitments the verifier recomputes from challenge and response.

import { Refusal } from "./flaw.ts";
import type { Element, Group, Table } from "./group.ts";
import { readScalar } from "./group.ts";
import { list, members, text } from "./json.ts";

/** alpha = g^r; beta = y^r g^m, or y^r times the embedded numbers. */
export interface Ciphertext {
  alpha: Element;
  beta: Element;
}

export interface CiphertextText {
  alpha: string;
  beta: string;
}

/** response = w - secret * challenge, both below q, in decimal. */
export interface ProofText {
  challenge: string;
  response: string;
}

export interface Proof {
  challenge: bigint;
  response: bigint;
}

/** The election's two bases, ready for many exponentiations: the generator g and the public key y. */
export interface Bases {
  group: Group;
  g: Table;
  y: Table;
}

export const writeProof = ({ challenge, response }: Proof): ProofText => ({ challenge: challenge.toString(), response: response.toString() });

export const writeCiphertexts = (group: Group, ciphertexts: readonly Ciphertext[]): CiphertextText[] => {
  const texts = group.encode(ciphertexts.flatMap(({ alpha, beta }) => [alpha, beta]));
  return ciphertexts.map((_, i) => ({ alpha: texts[2 * i]!, beta: texts[2 * i + 1]! }));
};

/** As it stands in hashes: "S(alpha),S(beta),S(alpha),..." */
export const spell = (ciphertexts: readonly CiphertextText[]): string => ciphertexts.map(({ alpha, beta }) => `${alpha},${beta}`).join(",");

export const product = (group: Group, ciphertexts: readonly Ciphertext[]): Ciphertext =>
  ciphertexts.reduce((all, each) => ({ alpha: group.product(all.alpha, each.alpha), beta: group.product(all.beta, each.beta) }), {
    alpha: group.identity,
    beta: group.identity,
  });

export function readCiphertextText(value: unknown): CiphertextText {
  const { alpha, beta } = members(value);
  return { alpha: text(alpha), beta: text(beta) };
}

/** Both parts members of the group, or a Refusal; `where` goes into it. */
export function decode(group: Group, { alpha, beta }: CiphertextText, where: string): Ciphertext {
  const [a, b] = [group.decode(alpha), group.decode(beta)];
  if (!a || !b) throw new Refusal("bad_element", where);
  return { alpha: a, beta: b };
}

export function readProof(group: Group, value: unknown): Proof {
  const { challenge, response } = members(value);
  const [c, s] = [readScalar(text(challenge), group.order), readScalar(text(response), group.order)];
  if (c === undefined || s === undefined) throw new Refusal("bad_number", "a proof");
  return { challenge: c, response: s };
}

export const readProofs = (group: Group, value: unknown): Proof[] => list(value).map((each) => readProof(group, each));
