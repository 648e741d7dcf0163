// What an opened ballot holds, as a list to be compared with the choice.

import type { Messages } from "../messages.ts";
import type { Kind } from "./choice.ts";

export interface Picked {
  title: string;
  points?: number;
}

/** In numbers where the order means something. */
export function pickedList(picks: readonly Picked[], kind: Kind, text: Messages): HTMLElement[] {
  const heading = document.createElement("p");
  heading.textContent = text("island_secret.opened_holds", { count: picks.length });
  if (picks.length === 0) return [heading];
  const list = document.createElement(kind === "ranking" ? "ol" : "ul");
  list.append(...picks.map((pick) => item(pick, text)));
  return [heading, list];
}

function item({ title, points }: Picked, text: Messages): HTMLElement {
  const element = document.createElement("li");
  element.textContent = points === undefined ? title : text("island_ballot.points_of", { title, points });
  return element;
}
