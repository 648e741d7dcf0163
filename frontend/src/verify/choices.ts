// Ballots as the rules see them, whether they came in clear or out of a mixnet: FORMAT.md section 4.3, `ballot-clear`.

import type { Content, Definition } from "./contents.ts";
import type { Picks } from "./rules/election.ts";

type Why = Content<"tally">["invalid"][number][2];

/** What each choice is worth: its points, what its place is worth, or 1. */
export function picksOf(definition: Definition, places: number[], points: number[]): Picks {
  const byPlace = definition["place-points"];
  if (definition.rule === "points") return { places, worth: points };
  return { places, worth: places.map((_, at) => (byPlace ? Number(byPlace[at]) : 1)) };
}

/** Why a ballot does not count; undefined where it does. `places`: in the definition, of distinct projects. */
export function flawOf(definition: Definition, most: bigint, places: number[], points: number[]): Exclude<Why, "undefined-bit"> | undefined {
  const count = BigInt(places.length);
  const projects = places.map((place) => definition.project[place]!);
  if (count > most) return "too-many";
  if (count < definition["choices-min"]) return "too-few";
  if (points.reduce((sum, each) => sum + each, 0) > Number(definition["points-max"])) return "too-many-points";
  const limit = definition["budget-max"];
  if (limit > 0n && projects.reduce((sum, { cost }) => sum + cost, 0n) > limit) return "over-budget";
  return projects.some(({ withdrawn }) => withdrawn === "yes") ? "withdrawn" : undefined;
}

/** Votes and scores of the projects, added up. */
export class Sums {
  readonly votes: bigint[];
  readonly scores: bigint[];
  voters = 0n;
  blank = 0n;

  constructor(projects: number) {
    this.votes = Array.from({ length: projects }, () => 0n);
    this.scores = Array.from({ length: projects }, () => 0n);
  }

  /** `of`: where the picks' places are in the definition. */
  add({ places, worth }: Picks, of: (place: number) => number = (place) => place): void {
    this.voters += 1n;
    if (places.length === 0) this.blank += 1n;
    for (const [i, place] of places.entries()) {
      this.votes[of(place)]! += 1n;
      this.scores[of(place)]! += BigInt(worth[i]!);
    }
  }

  lines({ project }: Definition): Content<"tally">["votes"] {
    return project.map(({ project: id }, place) => [id, this.votes[place]!, this.scores[place]!]);
  }
}
