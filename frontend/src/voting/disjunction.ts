// Proofs that one of several statements "this ciphertext encrypts that value" is true, without telling which: the Belenios specification,
// sections 4.12 and 4.13. Every statement takes the same operations, the true one too.

import { type Element, hashElements, modulo, randomScalar, type Table } from "./group.ts";
import type { Bases, Proof } from "./proof.ts";
import type { Steps } from "./steps.ts";

/** What the prover knows of one statement's ciphertext: (g^randomness, y^randomness g^plain), said to encrypt `value`. */
export interface Statement {
  randomness: bigint;
  plain: number;
  value: number;
}

/**
 * One proof a statement; one step each. `truth`: the index of a statement whose plain is its value. `prefix`: what the hash begins with.
 * For the prover alpha^c and beta^c are powers of g and y too, so with s = a - r c the commitments are g^a and y^a g^((plain - value) c).
 */
export function* proveOneOf({ group, g, y }: Bases, prefix: string, statements: readonly Statement[], truth: number): Steps<Proof[]> {
  if (statements[truth]?.plain !== statements[truth]?.value) throw new RangeError("no true statement");
  const q = group.order;
  const commitments: Element[] = [];
  const secrets: { a: bigint; c: bigint }[] = [];
  for (const { plain, value } of statements) {
    const [a, c] = [randomScalar(group), randomScalar(group)];
    commitments.push(g.power(a), group.product(y.power(a), g.power(modulo(BigInt(plain - value) * c, q))));
    secrets.push({ a, c });
    yield;
  }
  const others = secrets.reduce((sum, { c }, i) => (i === truth ? sum : sum + c), 0n);
  secrets[truth]!.c = modulo(hashElements(group, prefix, commitments) - others, q);
  return secrets.map(({ a, c }, i) => ({ challenge: c, response: modulo(a - statements[i]!.randomness * c, q) }));
}

/** What the verifier knows of one statement. */
export interface Claim {
  alpha: Table;
  beta: Table;
  value: number;
}

/** As many proofs as claims. */
export function* checkOneOf({ group, g, y }: Bases, prefix: string, claims: readonly Claim[], proofs: readonly Proof[]): Steps<boolean> {
  const q = group.order;
  const commitments: Element[] = [];
  for (const [i, { alpha, beta, value }] of claims.entries()) {
    const { challenge: c, response: s } = proofs[i]!;
    const shifted = group.product(beta.power(c), g.power(modulo(-BigInt(value) * c, q)));
    commitments.push(group.product(g.power(s), alpha.power(c)), group.product(y.power(s), shifted));
    yield;
  }
  const sum = proofs.reduce((all, { challenge }) => all + challenge, 0n) % q;
  return hashElements(group, prefix, commitments) === sum;
}
