// The subgroup of prime order of edwards25519 (RFC 8032, RFC 7748), as Belenios writes it: an element is 64 hex digits, big-endian, so the
// bytes of RFC 8032 in reverse. No cofactor is cleared anywhere: what is not in the subgroup is refused.

import { ed25519 as curve } from "@noble/curves/ed25519.js";
import type { Element, Group, Table } from "./group.ts";
import { powerTable } from "./table.ts";

const Point = curve.Point;
type Point = InstanceType<typeof Point>;

const field = Point.Fp;
const signBit = 1n << 255n;
const padding = 14n; // bits that embedding may choose
const orderBits = 253;

const point = (element: Element) => element as unknown as Point;
const element = (of: Point) => of as unknown as Element;
const add = (a: Point, b: Point) => a.add(b);

/** The coordinate y, and the lowest bit of x in the highest bit. */
function compress(x: bigint, y: bigint): string {
  return (y + (x & 1n) * signBit).toString(16).padStart(64, "0");
}

/** Undefined where no point of the subgroup has this compressed form. */
function uncompress(digits: string): Point | undefined {
  try {
    // Refuses y >= p, and a sign where x is 0.
    const found = Point.fromHex((digits.match(/../g) ?? []).reverse().join(""));
    return found.isTorsionFree() ? found : undefined;
  } catch {
    return undefined;
  }
}

export const ed25519: Group = {
  name: "Ed25519",
  order: Point.Fn.ORDER,
  identity: element(Point.ZERO),
  generator: element(Point.BASE),
  product: (a, b) => element(point(a).add(point(b))),
  inverse: (a) => element(point(a).negate()),
  equal: (a, b) => point(a).equals(point(b)),

  encode(elements) {
    const inverses = field.invertBatch(elements.map((each) => point(each).Z));
    return elements.map((each, i) => compress(field.mul(point(each).X, inverses[i]!), field.mul(point(each).Y, inverses[i]!)));
  },

  decode(text) {
    if (!/^[0-9a-f]{64}$/.test(text)) return undefined;
    const found = uncompress(text);
    return found && element(found);
  },

  power: (base, exponent) => element(point(base).multiplyUnsafe(exponent)),

  table(base, uses): Table {
    const power = powerTable(point(base), Point.ZERO, add, orderBits, uses);
    return { power: (exponent) => element(power(exponent)) };
  },

  embeddingBytes: 30,
  attempts: 16, // half of all y are on the curve, an eighth of those in the subgroup

  *embed(numbers) {
    if (numbers.length > 30) throw new RangeError("more numbers than an element carries");
    const top = numbers.reduce((sum, number) => (sum << 8n) + BigInt(number), 0n) << padding;
    // That none of 2^14 fits is beyond belief.
    for (let low = 0n; low < 1n << padding; low += 1n) {
      const found = uncompress((top + low).toString(16).padStart(64, "0"));
      if (found) return element(found);
      yield;
    }
    throw new Error("no element for these numbers");
  },
};
