// The one total order in which equals are taken.

import { sha256 } from "@noble/hashes/sha2.js";
import { hex, utf8 } from "../../record/bytes.ts";
import type { Election } from "./election.ts";

export type Criterion = "min-cost" | "max-cost" | "max-votes";

export interface TieRule {
  criteria: Criterion[];
  last: "listing-order" | "given-order" | "lot";
  given?: string[]; // every project's id, with given-order
  seed?: string | undefined; // 64 digits; with lot, where it was drawn
}

/** Each project's rank, the first 0. */
export type Ranks = number[];

const sign = (difference: bigint): number => (difference < 0n ? -1 : difference > 0n ? 1 : 0);

export function ranks({ criteria, last: asked, given = [], seed }: TieRule, { projects, votes }: Pick<Election, "projects" | "votes">): Ranks {
  const last = asked === "lot" && seed === undefined ? "listing-order" : asked;
  const place = new Map(given.map((id, i) => [id, i]));
  const drawn = last === "lot" ? projects.map(({ id }) => hex(sha256(utf8(`${seed}\n${id}\n`)))) : [];
  const by = {
    "min-cost": (a: number, b: number) => sign(projects[a]!.cost - projects[b]!.cost),
    "max-cost": (a: number, b: number) => sign(projects[b]!.cost - projects[a]!.cost),
    "max-votes": (a: number, b: number) => sign(votes[b]! - votes[a]!),
    "listing-order": (a: number, b: number) => a - b,
    "given-order": (a: number, b: number) => place.get(projects[a]!.id)! - place.get(projects[b]!.id)!,
    lot: (a: number, b: number) => (drawn[a]! < drawn[b]! ? -1 : drawn[a]! > drawn[b]! ? 1 : 0),
  };
  const all = [...criteria, last].map((name) => by[name]);
  const order = projects.map((_, i) => i).sort((a, b) => all.map((each) => each(a, b)).find((sense) => sense !== 0) ?? 0);
  const result: Ranks = [];
  for (const [rank, project] of order.entries()) result[project] = rank;
  return result;
}

export const inOrder = (ties: Ranks, projects: number[]): number[] => [...projects].sort((a, b) => ties[a]! - ties[b]!);
