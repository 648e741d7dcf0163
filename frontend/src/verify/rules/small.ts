// Small elections for tests.

import { type Election, electionOf } from "./election.ts";
import { write } from "./fraction.ts";
import type { Outcome } from "./outcome.ts";
import type { EqualSharesRule, GreedyRule } from "./rule.ts";

export const greedyRule = (change: Partial<GreedyRule> = {}): GreedyRule => ({
  allocation: "greedy", score: "votes", order: "score", unaffordable: "skip", "minimum-score": 0n, "reserve-percent": 0n, exclusive: [], ...change,
});

export const sharesRule = (change: Partial<EqualSharesRule> = {}): EqualSharesRule => ({
  allocation: "equal-shares", utility: "cost", endowment: "per-voter", completion: "none", start: "fractional", stop: "infeasible", then: "nothing", unit: 1n, step: 1n,
  comparison: "none", "minimum-votes": 0n, "share-factor": 0n, ...change,
});

/** Projects p1, p2, … of these costs; each ballot as places from 1: "1 2", or with what each is worth "1:5 2:3". */
export function small(envelope: number | bigint, costs: (number | bigint)[], ...ballots: string[]): Election {
  const projects = costs.map((cost, i) => ({ id: `p${i + 1}`, cost: BigInt(cost), withdrawn: false }));
  const picks = ballots.map((ballot) => {
    const named = ballot.split(" ").filter((each) => each !== "").map((each) => each.split(":").map(Number));
    return { places: named.map(([place]) => place! - 1), worth: named.map(([, worth = 1]) => worth) };
  });
  return electionOf(projects, BigInt(envelope), picks);
}

/** Each step as "p1 funded 100 1/2 30": before, measure, money. */
export const stepsOf = (election: Election, { steps }: Outcome): string[] =>
  steps.map(({ project, before, fate, measure, money }) =>
    `${election.projects[project]!.id} ${fate} ${before} ${measure ? write(measure) : "-"} ${money ? write(money) : "-"}`);
