// The urns of a round as the voting page knows them, and which of them a voter has a say in.

import type { Pick } from "../voting/encodings.ts";
import type { Chosen, Project, Rule } from "./choice.ts";
import type { Group } from "./group.ts";

export interface Urn extends Rule {
  id: string;
  name: string; // of its areas; empty for the whole municipality
  election: string; // address of its election.json
  envelope: number; // minor units
  projects: string[]; // ids, in the order of the election's answers
  everyone: boolean; // the whole municipality's
}

export function readUrns(json: string): Urn[] {
  return JSON.parse(json) as Urn[];
}

/** Those of the voting card where it is here, else those of the home that the voter has chosen; undefined: not known yet. */
export function urnsOf(all: readonly Urn[], card: readonly string[] | undefined, home: string): Urn[] | undefined {
  if (card) return all.filter((urn) => card.includes(urn.id));
  const local = all.filter((urn) => !urn.everyone);
  if (local.length === 0) return [...all];
  if (all.length === 1) return [...all];
  if (home === "") return undefined;
  return all.filter((urn) => urn.everyone || urn.id === home);
}

export function groupOf(urn: Urn): Group {
  const ids = new Set(urn.projects);
  return { name: urn.name, rule: urn, envelope: urn.envelope, has: (project: Project) => ids.has(project.id) };
}

/** What of a choice goes into this urn, by the projects' places in its election; of a ranking in its order. */
export function picksOf(urn: Urn, chosen: readonly Chosen[]): Pick[] {
  return chosen.flatMap(({ project, points }) => {
    const choice = urn.projects.indexOf(project.id);
    if (choice < 0) return [];
    return [points === undefined ? { choice } : { choice, points }];
  });
}

/** What the registrar's page puts after the "#": the card and the ids of the urns that it is good for. */
export function readFragment(fragment: string): { card: string; urns: string[] } | undefined {
  const values = new URLSearchParams(fragment.replace(/^#/, ""));
  const card = values.get("card");
  if (!card) return undefined;
  return { card, urns: (values.get("urns") ?? "").split(",").filter((id) => id !== "") };
}
