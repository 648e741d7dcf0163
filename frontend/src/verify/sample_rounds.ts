// What a sample's round asks and how it counts.

import { commitmentOf } from "./lot.ts";

export type Line = [string, string | number | bigint];

/** Places in the listing; points beside them where the round asks for points. */
export interface Choices {
  places: number[];
  points: number[];
}

export interface RoundPlan {
  projects: string[]; // ids
  definition: Line[]; // but the hours
  choices(ballot: number): Choices;
  shown?: number[] | undefined; // of the lot's shares, where there is a lot: all or none
}

export const shares = ["1", "2", "3"].map((digit) => digit.repeat(64));
export const lotLines: Line[] = [["ties", "lot"], ...shares.map((share): Line => ["lot-share", commitmentOf(share)])];

export interface Ask {
  ballots: "approval" | "ranking" | "points";
  min: number;
  max: number;
  budget: number | bigint;
  points: number;
  places: string; // place-points
}

export interface SampleProject {
  id: string;
  cost: number | bigint;
  withdrawn?: boolean;
}

/** The definition's lines in their order. */
export function linesOf(envelope: number | bigint, projects: SampleProject[], ask: Ask, rule: Line[], ties: Line[]): Line[] {
  const head: Line[] = [["title", "Parkpengar"], ["summary", "Dela på pengarna."], ["currency", "SEK"], ["envelope", envelope], ["ballot", "clear/v1"], ["rule", ask.ballots],
    ["choices-min", ask.min], ["choices-max", ask.max], ["budget-max", ask.budget], ["points-max", ask.points], ["place-points", ask.places], ...rule, ...ties, ["opens", 1],
    ["closes", 2], ["area", "norr Norra sidan"]];
  return [...head, ...projects.flatMap(({ id, cost, withdrawn }, i): Line[] => [["project", id], ["cost", cost], ["area", i === 0 ? "norr" : "-"], ["theme", "-"],
    ["withdrawn", withdrawn ? "yes" : "no"], ["title", `Projekt ${id}`], ["summary", "Ett projekt."]])];
}

export const atHours = (lines: Line[], hour: number): Line[] =>
  lines.map((line) => (line[0] === "opens" ? ["opens", hour] : line[0] === "closes" ? ["closes", hour + 1000] : line));

export const choiceLines = ({ places, points }: Choices, ids: string[]): Line[] =>
  places.map((p, i) => (points.length > 0 ? ["points", `${ids[p]} ${points[i]}`] : ["choice", ids[p]!]));

/** plain: approval, greedy; shares: approval, Equal Shares; points: points, greedy by points per krona; lot: rankings, Equal Shares by Borda, ties by lot; unlucky: approval, greedy, a lot of which a share is missing. */
export const sampleRounds = ["plain", "shares", "points", "lot", "unlucky"] as const;
export type SampleRound = (typeof sampleRounds)[number];

const projects: SampleProject[] = [300, 300, 500, 200].map((cost, i) => ({ id: `p${i + 1}`, cost }));
const greedy = (...lines: Line[]): Line[] => [["allocation", "greedy"], ...lines, ["unaffordable", "skip"], ["minimum-score", 1], ["reserve-percent", 0]];
const equalShares = (utility: string): Line[] => [["allocation", "equal-shares"], ["utility", utility], ["endowment", "per-voter"], ["completion", "add1"], ["start", "fractional"],
  ["stop", "exhaustive"], ["then", "greedy"], ["unit", 1], ["step", 1], ["comparison", "satisfaction"], ["minimum-votes", 0], ["share-factor", 0]];

const listing: Line[] = [["ties", "min-cost,listing-order"]];
const given: Line[] = [["ties", "max-votes,min-cost,given-order"], ...["p4", "p3", "p2", "p1"].map((id): Line => ["tie-order", id])];
const approval: Ask = { ballots: "approval", min: 0, max: 3, budget: 0, points: 0, places: "-" };
const plans: Record<SampleRound, { ask: Ask; rule: Line[]; ties: Line[] }> = {
  plain: { ask: approval, rule: greedy(["score", "votes"], ["order", "score"]), ties: listing },
  shares: { ask: approval, rule: equalShares("cost"), ties: given },
  points: { ask: { ...approval, ballots: "points", points: 10 }, rule: greedy(["score", "points"], ["order", "score-per-cost"]), ties: listing },
  unlucky: { ask: approval, rule: greedy(["score", "votes"], ["order", "score"]), ties: lotLines },
  lot: { ask: { ...approval, ballots: "ranking", places: "5,3,1" }, rule: equalShares("borda"), ties: lotLines },
};

export function planOf(of: SampleRound): RoundPlan {
  const { ask, rule, ties } = plans[of];
  const choices = (ballot: number): Choices => {
    const places = projects.flatMap((_, p) => ((ballot * 7 + p * 3) % 5 < 2 ? [p] : [])).slice(0, 3);
    if (of === "lot") places.reverse();
    return { places, points: of === "points" ? places.map((p) => 1 + ((ballot + p) % 3)) : [] };
  };
  return { projects: projects.map(({ id }) => id), definition: linesOf(600, projects, ask, rule, ties), choices, shown: of === "lot" ? [1, 2, 3] : of === "unlucky" ? [] : undefined };
}
