// What a rule gives for one urn: the steps, ties and counts of FORMAT.md section 4.3.

import type { Election } from "./election.ts";
import type { Fraction } from "./fraction.ts";

export const fates = [
  "funded", "completed", "reserve", "withdrawn", "not-eligible", "exceeds-envelope", "excluded", "does-not-fit", "after-stop", "supporters-spent", "no-supporters",
] as const;
export type Fate = (typeof fates)[number];

export const isFunded = (fate: string): boolean => fate === "funded" || fate === "completed" || fate === "reserve";

export interface Step {
  project: number; // its place
  before: bigint; // money left
  fate: Fate;
  measure?: Fraction; // neither where the rule did not come to it
  money?: Fraction;
}

export interface Outcome {
  steps: Step[];
  ties: number[][]; // each in the tie order
  cost: bigint;
  runs: number;
  endowment?: Fraction;
  compared?: { shares: number; greedy: number; switched: boolean };
}

/** With the steps of those that the rule did not come to. */
export function complete(election: Election, steps: Step[], left: bigint, fateOf: (project: number) => Fate): Step[] {
  const met = new Set(steps.map(({ project }) => project));
  const rest = election.projects.flatMap((_, project): Step[] => (met.has(project) ? [] : [{ project, before: left, fate: fateOf(project) }]));
  return [...steps, ...rest];
}
