// Exact fractions of big integers. They are reduced only where they are written.

export interface Fraction {
  readonly p: bigint;
  readonly q: bigint; // more than 0
}

export const fraction = (p: bigint | number, q: bigint | number = 1n): Fraction => ({ p: BigInt(p), q: BigInt(q) });

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** As the record writes it: `p/q` in lowest terms, or `p`. Not for negative ones. */
export function write({ p, q }: Fraction): string {
  const common = gcd(p, q);
  return common === q ? String(p / q) : `${p / common}/${q / common}`;
}

/** Below 0, 0 or above it, as `sort` wants it. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.p * b.q - b.p * a.q;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const bitsOf = (value: bigint): number => value.toString(16).length * 4;
const enough = 64;

/** The nearest number but for a relative error of at most 2^-51, however long both are. Not for negative ones. */
export function nearly({ p, q }: Fraction): number {
  if (p === 0n) return 0;
  const shift = enough + bitsOf(q) - bitsOf(p);
  const quotient = shift > 0 ? (p << BigInt(shift)) / q : p / (q << BigInt(-shift));
  return Number(quotient) * 2 ** -shift;
}
