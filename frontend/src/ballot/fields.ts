// How projects are chosen on the page: a field for each, and what stands beside them, by the ballot's kind.

import { find, setting } from "../dom.ts";
import type { Messages } from "../messages.ts";
import type { Chosen, Project, Wanted } from "./choice.ts";
import type { Group } from "./group.ts";

export interface Fields {
  /** In the order in which a ballot names them. */
  readonly chosen: Chosen[];
  choose(wanted: readonly Wanted[]): void;
  /** The urns that the voter chooses in are these now. */
  settle(groups: readonly Group[]): void;
  /** A project with something in its field that cannot be counted; said beside the field too. */
  fault(): Project | undefined;
}

export interface Surroundings {
  root: HTMLElement;
  projects: ReadonlyMap<HTMLInputElement, Project>;
  text: Messages;
  changed: () => void; // to be called after every choice
}

export const cardOf = (field: HTMLElement): HTMLElement => {
  const card = field.closest<HTMLElement>(".choice");
  if (!card) throw new Error("a field without its project");
  return card;
};

/** Says something to those who listen to the page. */
export function say(root: HTMLElement, words: string): void {
  find(root, "[data-said]").textContent = words;
}

export function readProjects(root: HTMLElement): Map<HTMLInputElement, Project> {
  return new Map(Array.from(root.querySelectorAll<HTMLInputElement>("input[data-number]"), (field) => [field, readProject(field)]));
}

function readProject(field: HTMLInputElement): Project {
  const title = find(cardOf(field), "[data-title]").textContent ?? "";
  return { id: setting(field, "project"), number: Number(setting(field, "number")), title, cost: Number(setting(field, "cost")) };
}
