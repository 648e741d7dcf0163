// Ciphertexts opened with partial decryptions, as Belenios combines them. That these are right their proofs say, which radslag-verify checks;
// here they are taken as they stand.

import { type Element, type Group, modulo } from "../voting/group.ts";
import { members, text } from "../voting/json.ts";

/** A trustee, from 1, and the factors: an element for each ciphertext, as written. */
export type Decryption = [trustee: number, factors: unknown[]];

function inverseOf(value: bigint, order: bigint): bigint {
  let [r, s, x, y] = [order, modulo(value, order), 0n, 1n];
  while (s !== 0n) {
    const quotient = r / s;
    [r, s, x, y] = [s, r - quotient * s, y, x - quotient * y];
  }
  return modulo(x, order);
}

/** How much each of some points counts in what a polynomial is at 0. */
function weights(points: number[], order: bigint): bigint[] {
  return points.map((own) => {
    const others = points.filter((each) => each !== own);
    const above = others.reduce((product, each) => modulo(product * BigInt(each), order), 1n);
    const below = others.reduce((product, each) => modulo(product * BigInt(each - own), order), 1n);
    return modulo(above * inverseOf(below, order), order);
  });
}

function elementsOf(group: Group, texts: unknown[]): Element[] {
  return texts.map((each) => {
    const element = group.decode(text(each));
    if (!element) throw new RangeError("no element of the group");
    return element;
  });
}

/** What the ciphertexts hold, as elements are written. `threshold`: 0 where each trustee has a key of its own. Throws RangeError. */
export function openAll(group: Group, ciphertexts: unknown[], decryptions: Decryption[], threshold: number): string[] {
  const betas = elementsOf(group, ciphertexts.map((each) => members(each)["beta"]));
  const shares = threshold === 0 ? decryptions.map(() => 1n) : weights(decryptions.map(([trustee]) => trustee), group.order);
  const factors = decryptions.map(([, written]) => elementsOf(group, written));
  if (factors.some(({ length }) => length !== betas.length)) throw new RangeError("another number of factors");
  const plain = betas.map((beta, i) => {
    const parts = factors.map((of, j) => (shares[j] === 1n ? of[i]! : group.power(of[i]!, shares[j]!)));
    return group.product(beta, group.inverse(parts.reduce((all, each) => group.product(all, each))));
  });
  return group.encode(plain);
}

/** The last `numbers` bytes of what an element carries; its lowest bits are those that embedding chose. */
export function numbersIn(group: Group, element: string, numbers: number): number[] {
  const isCurve = group.name === "Ed25519";
  let rest = isCurve ? (BigInt(`0x${element}`) & ((1n << 255n) - 1n)) >> 14n : BigInt(element) >> 8n;
  const found = new Array<number>(numbers);
  for (let i = numbers - 1; i >= 0; i -= 1) {
    found[i] = Number(rest & 255n);
    rest >>= 8n;
  }
  return found;
}
