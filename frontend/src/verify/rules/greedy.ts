// Projects in the order of a number, each looked at once.

import type { Election } from "./election.ts";
import { compare, type Fraction, fraction } from "./fraction.ts";
import type { Fate, Outcome, Step } from "./outcome.ts";
import type { GreedyRule } from "./rule.ts";
import type { Ranks } from "./ties.ts";

/** Stretches of at least two neighbours of which `numbers` are equal. */
function equals(ordered: number[], numbers: Fraction[]): number[][] {
  const stretches: number[][] = [];
  for (const project of ordered) {
    const last = stretches.at(-1);
    if (last && compare(numbers[last[0]!]!, numbers[project]!) === 0) last.push(project);
    else stretches.push([project]);
  }
  return stretches.filter(({ length }) => length > 1);
}

export function greedy(rule: GreedyRule, election: Election, ties: Ranks): Outcome {
  const { projects, envelope } = election;
  const scores = rule.score === "votes" ? election.votes : election.scores;
  const numbers = projects.map(({ cost }, i) => fraction(scores[i]!, rule.order === "score" ? 1n : cost));
  const ordered = projects.map((_, i) => i).sort((a, b) => compare(numbers[b]!, numbers[a]!) || ties[a]! - ties[b]!);
  const lines = new Map(rule.exclusive.flatMap((line, i) => line.map((id): [string, number] => [id, i])));
  const taken = new Set<number>(); // lines of which one is funded
  let [left, cost, stopped] = [envelope, 0n, false];

  function fateOf(project: number): Fate {
    const { id, cost: price, withdrawn } = projects[project]!;
    if (withdrawn) return "withdrawn";
    if (scores[project]! < rule["minimum-score"]) return "not-eligible";
    if (stopped) return "after-stop";
    if (taken.has(lines.get(id) ?? -1)) return "excluded";
    if (price <= left) return "funded";
    stopped = rule.unaffordable === "stop";
    const percent = rule["reserve-percent"];
    if (stopped && percent > 0n && left > 0n && left * 100n >= price * percent) return "reserve";
    return price > envelope ? "exceeds-envelope" : "does-not-fit";
  }

  const steps = ordered.map((project): Step => {
    const before = left;
    const fate = fateOf(project);
    if (fate === "funded" || fate === "reserve") {
      const { id, cost: price } = projects[project]!;
      cost += price;
      left = price < left ? left - price : 0n;
      const line = lines.get(id);
      if (line !== undefined) taken.add(line);
    }
    return { project, before, fate, measure: numbers[project]!, money: fraction(0n) };
  });
  return { steps, ties: equals(ordered, numbers), cost, runs: 1 };
}
