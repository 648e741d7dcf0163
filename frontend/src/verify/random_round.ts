// Rounds of every kind and rule, small and full of ties, for tests that hold two programs against each other.

import { type Ask, type Choices, type Line, linesOf, lotLines, type RoundPlan, type SampleProject } from "./sample_rounds.ts";

/** A whole number from 0 to below the argument. */
export type Random = (below: number) => number;

function shuffled<T>(random: Random, values: readonly T[]): T[] {
  const left = [...values];
  return values.map(() => left.splice(random(left.length), 1)[0]!);
}

const pick = <T>(random: Random, ...values: T[]): T => values[random(values.length)]!;

function projectsOf(random: Random): SampleProject[] {
  const most = pick(random, 4, 40, 1_000, 10 ** 15);
  return Array.from({ length: 1 + random(6) }, (_, i) => ({ id: `p${i + 1}`, cost: 1 + random(most), withdrawn: random(8) === 0 }));
}

function askOf(random: Random, projects: SampleProject[]): Ask {
  const ballots = pick(random, "approval", "ranking", "points");
  const max = 1 + random(projects.length);
  const dearest = Math.max(...projects.map(({ cost }) => Number(cost)));
  const places = Array.from({ length: max }, () => 1 + random(5)).sort((a, b) => b - a);
  return {
    ballots, min: 0, max, budget: random(4) === 0 ? dearest * 2 : 0, points: ballots === "points" ? 1 + random(20) : 0, places: ballots === "ranking" ? places.join() : "-",
  };
}

function ruleOf(random: Random, ballots: Ask["ballots"], projects: SampleProject[], unit: number): Line[] {
  const points = ballots === "approval" ? [] : ["points"];
  switch (random(5)) {
    case 0: {
      const stops = random(2) === 0;
      const ids = shuffled(random, projects.map(({ id }) => id));
      const lines = [ids.slice(0, 2), ids.slice(2, 4)].filter(({ length }) => length === 2 && random(3) === 0);
      return [["allocation", "greedy"], ["score", pick(random, "votes", ...points)], ["order", pick(random, "score", "score-per-cost")],
        ["unaffordable", stops ? "stop" : "skip"], ["minimum-score", random(3)], ["reserve-percent", stops ? pick(random, 0, 50, 80, 100) : 0],
        ...lines.map((line): Line => ["exclusive", line.join()])];
    }
    case 1:
      return [["allocation", "phragmen"], ["unaffordable", pick(random, "skip", "stop")], ["minimum-votes", random(3)]];
    default:
      return [["allocation", "equal-shares"], ["utility", pick(random, "cost", "cardinality", ...points, ...(ballots === "ranking" ? ["borda"] : []))],
        ["endowment", "per-voter"], ["completion", pick(random, "none", "add1", "add1")], ["start", pick(random, "fractional", "whole")],
        ["stop", pick(random, "infeasible", "exhaustive")], ["then", pick(random, "nothing", "greedy")], ["unit", unit], ["step", 1 + random(3)],
        ["comparison", pick(random, "none", "satisfaction", "coverage")], ["minimum-votes", random(3)], ["share-factor", random(4)]];
  }
}

function tiesOf(random: Random, projects: SampleProject[]): Line[] {
  const criteria = shuffled(random, [pick(random, "min-cost", "max-cost"), "max-votes"]).slice(0, random(3));
  switch (random(3)) {
    case 0:
      return [["ties", [...criteria, "listing-order"].join()]];
    case 1:
      return [["ties", [...criteria, "given-order"].join()], ...shuffled(random, projects).map(({ id }): Line => ["tie-order", id])];
    default:
      return [["ties", [...criteria, "lot"].join()], ...lotLines.slice(1)];
  }
}

function choicesOf(random: Random, projects: SampleProject[], ask: Ask): Choices {
  let [cost, left] = [0, ask.points];
  const choices: Choices = { places: [], points: [] };
  const open = projects.flatMap(({ withdrawn }, place) => (withdrawn || random(2) === 0 ? [] : [place]));
  for (const place of ask.ballots === "ranking" ? shuffled(random, open) : open) {
    const price = Number(projects[place]!.cost);
    if (choices.places.length === ask.max || (ask.budget !== 0 && cost + price > Number(ask.budget)) || (ask.ballots === "points" && left === 0)) continue;
    cost += price;
    choices.places.push(place);
    if (ask.ballots !== "points") continue;
    const points = 1 + random(left);
    left -= points;
    choices.points.push(points);
  }
  return choices;
}

export function randomRound(random: Random): RoundPlan {
  const projects = projectsOf(random);
  const total = projects.reduce((sum, { cost }) => sum + Number(cost), 0);
  const envelope = random(Math.ceil(total * 1.2)) + 1;
  const ask = askOf(random, projects);
  const ties = tiesOf(random, projects);
  const rule = ruleOf(random, ask.ballots, projects, Math.max(1, Math.floor(total / 100)));
  const hasLot = ties.some(([field]) => field === "lot-share");
  return {
    projects: projects.map(({ id }) => id),
    definition: linesOf(envelope, projects, ask, rule, ties),
    choices: () => choicesOf(random, projects, ask),
    shown: hasLot ? pick(random, [1, 2, 3], [1, 2, 3], []) : undefined,
  };
}
