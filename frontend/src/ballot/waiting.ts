// The choice, kept while the voter fetches the voting card at the registrar's site: in this browser tab only, of one round, for an hour.

import type { Wanted } from "./choice.ts";

const lifetime = 3_600_000; // milliseconds
const keyOf = (round: string) => `radslag.choice.${round}`;

export interface Waiting {
  chosen: Wanted[]; // of a ranking the best first
  home: string; // the urn of the voter's area; empty where there is one urn
}

export function keep(round: string, waiting: Waiting): void {
  try {
    sessionStorage.setItem(keyOf(round), JSON.stringify({ ...waiting, since: Date.now() }));
  } catch {
    // A browser without storage: the voter chooses again when the card is here.
  }
}

export function forget(round: string): void {
  try {
    sessionStorage.removeItem(keyOf(round));
  } catch {
    // Nothing was kept.
  }
}

export function kept(round: string): Waiting | undefined {
  try {
    const { chosen, home, since } = JSON.parse(sessionStorage.getItem(keyOf(round)) ?? "null") as Waiting & { since: number };
    return Array.isArray(chosen) && Date.now() - since < lifetime ? { chosen, home } : undefined;
  } catch {
    return undefined;
  }
}
