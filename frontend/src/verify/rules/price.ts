// What a project would cost its supporters for each unit of utility: the least number with which what they give, each at most all it has, is
// the cost. Found with numbers between bounds; where these leave anything open, and for what is funded, with big integers.

import { compare, type Fraction, nearly } from "./fraction.ts";
import { type Purses, slack, type Supporter } from "./purses.ts";

export interface Offer {
  cost: bigint;
  near: number; // the cost
  supporters: Supporter[];
}

/** The price lies between these. */
export interface Bounds {
  low: number;
  high: number;
}

export interface Exact {
  price: Fraction; // over a multiple of the purses' denominator
  last: Set<Supporter>; // who give all that they have
}

/** Whether the supporters together have at least the cost. */
function isAffordable({ cost, near, supporters }: Offer, purses: Purses): boolean {
  let [sum, error] = [0, 0];
  for (const { group, count } of supporters) {
    sum += count * purses.near[group]!;
    error += count * purses.error[group]!;
  }
  error += (Math.abs(sum) + near) * slack * (supporters.length + 8);
  if (sum + error < near) return false;
  if (sum - error > near) return true;
  const { p, q } = purses.exact(supporters);
  return p >= cost * q;
}

/** `rest`: all but those who surely give all they have. Each pass finds more of these and raises the lower bound. */
function approach({ near, supporters }: Offer, purses: Purses): Bounds & { rest: Supporter[]; isSure: boolean } {
  let units = 0;
  for (const supporter of supporters) units += supporter.count * supporter.units;
  let rest = supporters;
  let [sum, error] = [0, near * slack];
  for (;;) {
    const margin = error + Math.abs(sum) * slack * (supporters.length + 8);
    const low = ((near - sum - margin) / units) * (1 - slack);
    const staying: Supporter[] = [];
    for (const supporter of rest) {
      const { group, count, units: each } = supporter;
      if (purses.near[group]! + purses.error[group]! >= low * each * (1 - slack)) {
        staying.push(supporter);
        continue;
      }
      sum += count * purses.near[group]!;
      error += count * purses.error[group]!;
      units -= count * each;
    }
    if (staying.length === rest.length) {
      const high = ((near - sum + margin) / units) * (1 + slack);
      const isSure = low > 0 && rest.every(({ group, units: each }) => purses.near[group]! - purses.error[group]! > high * each * (1 + slack));
      return { low, high, rest, isSure };
    }
    rest = staying;
  }
}

/** Undefined where the supporters do not have enough. */
export function bounds(offer: Offer, purses: Purses): Bounds | undefined {
  if (!isAffordable(offer, purses)) return undefined;
  const { low, high, isSure } = approach(offer, purses);
  if (isSure) return { low, high };
  const near = nearly(exactly(offer, purses).price);
  return { low: near * (1 - slack), high: near * (1 + slack) };
}

const hasLess = (supporter: Supporter, { p, q }: Fraction, purses: Purses): number =>
  compare(purses.exact([{ ...supporter, count: 1 }]), { p: p * BigInt(supporter.units), q });

/** Of what is affordable. */
export function exactly(offer: Offer, purses: Purses): Exact {
  let rest = approach(offer, purses).rest;
  const staying = new Set(rest);
  const last = new Set(offer.supporters.filter((supporter) => !staying.has(supporter)));
  for (;;) {
    const given = purses.exact([...last]);
    const units = rest.reduce((sum, { count, units: each }) => sum + count * each, 0);
    const price = { p: offer.cost * given.q - given.p, q: given.q * BigInt(units) };
    const near = nearly(price);
    const open = rest.filter(({ group, units: each }) => purses.near[group]! - purses.error[group]! <= near * each * (1 + slack));
    const senses = open.map((supporter): [Supporter, number] => [supporter, hasLess(supporter, price, purses)]);
    const less = senses.filter(([, sense]) => sense < 0);
    // Who has exactly what is asked for gives all too; it makes no difference to the price.
    for (const [supporter] of less.length > 0 ? less : senses.filter(([, sense]) => sense === 0)) last.add(supporter);
    if (less.length === 0) return { price, last };
    rest = rest.filter((supporter) => !last.has(supporter));
  }
}
