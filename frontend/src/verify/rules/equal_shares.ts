// The Method of Equal Shares with what may come around it: eligibility, Add1, a greedy completion, a comparison with greedy.

import type { Election, Group } from "./election.ts";
import { type Fraction, fraction } from "./fraction.ts";
import { greedy } from "./greedy.ts";
import { complete, type Fate, isFunded, type Outcome, type Step } from "./outcome.ts";
import type { EqualSharesRule, GreedyRule } from "./rule.ts";
import { type Entrant, type Run, runWith } from "./run.ts";
import type { Ranks } from "./ties.ts";

/** A ballot's utility for what it names at that place, without what all ballots have in common. */
const unitsOf: Record<EqualSharesRule["utility"], (group: Group, at: number) => number> = {
  cost: () => 1,
  cardinality: () => 1,
  points: ({ worth }, at) => worth[at]!,
  borda: ({ worth }, at) => worth[at]!, // bordaOf
};

function entrantsOf(rule: EqualSharesRule, { projects, groups }: Election): Entrant[] {
  const all = projects.map(({ cost }, project): Entrant => ({ project, cost, near: Number(cost), scale: rule.utility === "cost" ? cost : 1n, supporters: [] }));
  for (const [index, group] of groups.entries()) {
    for (const [at, place] of group.places.entries()) {
      const units = unitsOf[rule.utility](group, at);
      if (units > 0) all[place]!.supporters.push({ group: index, count: group.count, units });
    }
  }
  return all;
}

function refusal(rule: EqualSharesRule, { projects, envelope, voters, votes }: Election, { project, supporters }: Entrant): Fate | undefined {
  const { cost, withdrawn } = projects[project]!;
  const factor = rule["share-factor"];
  if (withdrawn) return "withdrawn";
  if (voters === 0) return "no-supporters";
  if (cost > envelope) return "exceeds-envelope";
  if (votes[project]! < rule["minimum-votes"]) return "not-eligible";
  if (factor > 0n && votes[project]! * factor * envelope < BigInt(voters) * cost) return "not-eligible";
  return supporters.length === 0 ? "no-supporters" : undefined;
}

function firstEndowment({ start, unit }: EqualSharesRule, { envelope, voters }: Election): Fraction {
  const n = BigInt(voters);
  return start === "whole" ? fraction((envelope / (n * unit)) * unit) : fraction(envelope, n);
}

/** So that every count ends. */
export function mostRuns(voters: number, projects: number): number {
  return Math.min(100_000, Math.max(1_000, Math.floor(2_000_000_000 / Math.max(1, voters * projects))));
}

/** The outcome's run, its endowment and how many runs there were. */
function runs(rule: EqualSharesRule, election: Election, entrants: Entrant[], ties: Ranks): { run: Run; endowment: Fraction; count: number } {
  const { envelope, projects, groups } = election;
  let endowment = firstEndowment(rule, election);
  let run = runWith(endowment, entrants, groups.length, ties);
  let count = 1;
  const most = mostRuns(election.voters, projects.length);
  for (; rule.completion === "add1" && count < most && !isLast(run); count += 1) {
    const more = { p: endowment.p + rule.step * rule.unit * endowment.q, q: endowment.q };
    const next = runWith(more, entrants, groups.length, ties);
    if (next.cost > envelope) return { run, endowment, count: count + 1 };
    [run, endowment] = [next, more];
  }
  return { run, endowment, count };

  function isLast({ bought, cost }: Run): boolean {
    if (bought.length === entrants.length) return true;
    const funded = new Set(bought.map(({ project }) => project));
    return rule.stop === "exhaustive" && entrants.every(({ project }) => funded.has(project) || projects[project]!.cost > envelope - cost);
  }
}

/** Projects left that take part, by votes, where they fit. */
function topUp({ projects, envelope, votes }: Election, entrants: Entrant[], steps: Step[], ties: Ranks): Step[] {
  let left = envelope - steps.reduce((sum, { project }) => sum + projects[project]!.cost, 0n);
  const funded = new Set(steps.map(({ project }) => project));
  const order = entrants.map(({ project }) => project).filter((project) => !funded.has(project));
  order.sort((a, b) => Number(votes[b]! - votes[a]!) || ties[a]! - ties[b]!);
  return order.flatMap((project): Step[] => {
    const before = left;
    const { cost } = projects[project]!;
    if (cost > left) return [];
    left -= cost;
    return [{ project, before, fate: "completed", measure: fraction(votes[project]!), money: fraction(0n) }];
  });
}

const fundedBy = ({ steps }: Pick<Outcome, "steps">) => new Set(steps.filter(({ fate }) => isFunded(fate)).map(({ project }) => project));

const byVotes: GreedyRule = {
  allocation: "greedy", score: "votes", order: "score", unaffordable: "skip", "minimum-score": 0n, "reserve-percent": 0n, exclusive: [],
};

/** Voters who prefer Equal Shares, and who prefer greedy. */
function preferences(by: "satisfaction" | "coverage", groups: Group[], own: Set<number>, other: Set<number>): { shares: number; greedy: number } {
  const result = { shares: 0, greedy: 0 };
  const most = by === "coverage" ? 1 : Infinity;
  for (const { places, count } of groups) {
    const has = (outcome: Set<number>) => Math.min(most, places.filter((place) => outcome.has(place)).length);
    const difference = has(own) - has(other);
    if (difference > 0) result.shares += count;
    if (difference < 0) result.greedy += count;
  }
  return result;
}

/** With `borda` of what bordaOf makes of the election. */
export function equalShares(rule: EqualSharesRule, election: Election, ties: Ranks): Outcome {
  const { envelope, projects, voters, groups } = election;
  const all = entrantsOf(rule, election);
  const fates = all.map((entrant) => refusal(rule, election, entrant));
  const fateOf = (project: number): Fate => fates[project] ?? "supporters-spent";
  if (voters === 0) return { steps: complete(election, [], envelope, fateOf), ties: [], cost: 0n, runs: 1 };
  const entrants = all.filter(({ project }) => fates[project] === undefined);
  const { run, endowment, count } = runs(rule, election, entrants, ties);
  let left = envelope;
  const steps = run.bought.map(({ project, rho, money }): Step => {
    const before = left;
    left -= projects[project]!.cost;
    return { project, before, fate: "funded", measure: rho, money };
  });
  if (rule.then === "greedy") steps.push(...topUp(election, entrants, steps, ties));
  left = envelope - steps.reduce((sum, { project }) => sum + projects[project]!.cost, 0n);
  const own = { steps: complete(election, steps, left, fateOf), ties: run.ties, cost: envelope - left, runs: count, endowment };
  if (rule.comparison === "none") return own;
  const other = greedy(byVotes, election, ties);
  const preferred = preferences(rule.comparison, groups, fundedBy(own), fundedBy(other));
  const switched = preferred.greedy > preferred.shares;
  const compared = { ...preferred, switched };
  return switched ? { ...own, steps: other.steps, ties: other.ties, cost: other.cost, compared } : { ...own, compared };
}
