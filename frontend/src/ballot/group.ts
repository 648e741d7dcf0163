// Which projects may be chosen together, and by which rule: all of a round, or those of one urn.

import type { Chosen, Project, Rule } from "./choice.ts";

export interface Group {
  name: string; // of an urn's areas; empty for the whole municipality
  rule: Rule;
  envelope: number; // minor units
  has: (project: Project) => boolean;
}

export const chosenIn = (group: Group, chosen: readonly Chosen[]): Chosen[] => chosen.filter(({ project }) => group.has(project));

/** A sum over the urns that a voter votes in. */
export const sumOf = (groups: readonly Group[], number: (group: Group) => number): number => groups.reduce((sum, group) => sum + number(group), 0);
