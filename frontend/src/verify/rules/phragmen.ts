// Sequential Phragmén: each supporter of what is funded ends with the same load. A ballot's load is that of the last round in which something
// of it was funded, so a sum of loads is a whole number of each round's t; those stand over one common denominator.

import type { Election } from "./election.ts";
import { compare, type Fraction, fraction } from "./fraction.ts";
import { complete, type Fate, type Outcome, type Step } from "./outcome.ts";
import type { PhragmenRule } from "./rule.ts";
import { inOrder, type Ranks } from "./ties.ts";

class Loads {
  private denominator = 1n;
  private readonly numerators: bigint[] = []; // t of each round
  private readonly last: number[]; // of each group, its round
  private readonly election: Election;
  private readonly supporters: number[][]; // groups, by project

  constructor(election: Election) {
    this.election = election;
    this.last = election.groups.map(() => -1);
    this.supporters = election.projects.map(() => []);
    for (const [g, { places }] of election.groups.entries()) for (const place of places) this.supporters[place]!.push(g);
  }

  /** (cost + sum of its supporters' loads) / votes. */
  level(project: number): Fraction {
    const counts = this.numerators.map(() => 0);
    for (const g of this.supporters[project]!) if (this.last[g]! >= 0) counts[this.last[g]!]! += this.election.groups[g]!.count;
    let sum = this.election.projects[project]!.cost * this.denominator;
    for (const [round, count] of counts.entries()) if (count > 0) sum += BigInt(count) * this.numerators[round]!;
    return { p: sum, q: this.denominator * this.election.votes[project]! };
  }

  set(project: number, { p, q }: Fraction): void {
    const factor = q / this.denominator;
    for (const round of this.numerators.keys()) this.numerators[round]! *= factor;
    this.denominator = q;
    this.numerators.push(p);
    for (const g of this.supporters[project]!) this.last[g] = this.numerators.length - 1;
  }
}

export function phragmen(rule: PhragmenRule, election: Election, ties: Ranks): Outcome {
  const { projects, envelope, votes } = election;
  const fates = projects.map(({ cost, withdrawn }, i): Fate | undefined =>
    withdrawn ? "withdrawn"
    : cost > envelope ? "exceeds-envelope"
    : votes[i]! < rule["minimum-votes"] ? "not-eligible"
    : votes[i] === 0n ? "no-supporters"
    : undefined);
  const loads = new Loads(election);
  const open = new Set(projects.flatMap((_, project) => (fates[project] === undefined ? [project] : [])));
  const steps: Step[] = [];
  const met: number[][] = [];
  let left = envelope;
  while (open.size > 0) {
    const levels = [...open].map((project) => ({ project, t: loads.level(project) }));
    const least = levels.reduce((best, { t }) => (compare(t, best) < 0 ? t : best), levels[0]!.t);
    const looked = levels.flatMap(({ project, t }) => (compare(t, least) === 0 ? [project] : []));
    const dear = looked.filter((project) => projects[project]!.cost > left);
    if (dear.length > 0) {
      if (rule.unaffordable === "stop") break;
      for (const project of dear) {
        fates[project] = "does-not-fit";
        open.delete(project);
      }
      continue;
    }
    const order = inOrder(ties, looked);
    if (order.length > 1) met.push(order);
    const first = order[0]!;
    steps.push({ project: first, before: left, fate: "funded", measure: least, money: fraction(0n) });
    left -= projects[first]!.cost;
    open.delete(first);
    loads.set(first, levels.find(({ project }) => project === first)!.t);
  }
  const fateOf = (project: number): Fate => fates[project] ?? (projects[project]!.cost > left ? "does-not-fit" : "after-stop");
  return { steps: complete(election, steps, left, fateOf), ties: met, cost: envelope - left, runs: 1 };
}
