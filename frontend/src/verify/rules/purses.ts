// What each group of ballots has left in a run, twice: as a number with an error bound, which decides where it can, and exactly. Exactly it is
// the endowment less what was paid in the rounds that the group took part in, or 0 where it gave its last; all those amounts stand over one
// common denominator, so a sum over many groups is a few whole-number products.

import { type Fraction, nearly } from "./fraction.ts";

/** More than the relative error of a few operations on doubles. */
export const slack = 2 ** -50;

/** A group as a supporter: its utility is `units` times the project's scale. */
export interface Supporter {
  group: number;
  count: number; // ballots
  units: number; // at least 1
}

const spent = -1;
const root = 0;

export class Purses {
  readonly near: Float64Array;
  readonly error: Float64Array;
  private denominator: bigint;
  private endowment: bigint; // numerator, as all below
  private readonly paid: bigint[] = []; // for each unit, by round
  /** Where each group stands in a tree of what was paid: the parent's node, the round and the units. */
  private readonly node: Int32Array;
  private readonly parent: number[] = [root];
  private readonly round: number[] = [-1];
  private readonly units: number[] = [0];

  constructor(groups: number, endowment: Fraction) {
    const near = nearly(endowment);
    this.near = new Float64Array(groups).fill(near);
    this.error = new Float64Array(groups).fill(near * slack);
    this.node = new Int32Array(groups);
    this.denominator = endowment.q;
    this.endowment = endowment.p;
  }

  /** What these have together. */
  exact(supporters: readonly Supporter[]): Fraction {
    let whole = 0;
    const counts = this.paid.map(() => 0);
    for (const { group, count } of supporters) {
      let at = this.node[group]!;
      if (at === spent) continue;
      whole += count;
      for (; at !== root; at = this.parent[at]!) counts[this.round[at]!]! += count * this.units[at]!;
    }
    let sum = BigInt(whole) * this.endowment;
    for (const [round, count] of counts.entries()) if (count > 0) sum -= BigInt(count) * this.paid[round]!;
    return { p: sum, q: this.denominator };
  }

  /** Each of `all` pays `price` for each unit, but those of `last` all that they have. `price` is over a multiple of the denominator. */
  pay(price: Fraction, all: readonly Supporter[], last: ReadonlySet<Supporter>): void {
    const factor = price.q / this.denominator;
    if (factor !== 1n) {
      this.endowment *= factor;
      for (const round of this.paid.keys()) this.paid[round]! *= factor;
      this.denominator = price.q;
    }
    this.paid.push(price.p);
    const near = nearly(price);
    for (const supporter of all) {
      const { group, units } = supporter;
      if (last.has(supporter)) {
        this.node[group] = spent;
        this.near[group] = this.error[group] = 0;
      } else if (this.node[group] !== spent) {
        this.parent.push(this.node[group]!);
        this.round.push(this.paid.length - 1);
        this.units.push(units);
        this.node[group] = this.parent.length - 1;
        this.near[group]! -= near * units;
        this.error[group]! += (near * units + Math.abs(this.near[group]!)) * slack;
      }
    }
  }
}
