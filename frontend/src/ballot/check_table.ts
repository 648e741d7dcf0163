// The choice once more, to be looked at before anything is sent: urn by urn, with places or points.

import { find, show } from "../dom.ts";
import type { Messages } from "../messages.ts";
import { type Chosen, totalCost, totalPoints } from "./choice.ts";
import { chosenIn, type Group } from "./group.ts";

export function showCheck(root: HTMLElement, text: Messages, money: (minor: number) => string, groups: readonly Group[], chosen: readonly Chosen[]): void {
  const rows = groups.flatMap((group) => {
    const mine = chosenIn(group, chosen);
    const made = mine.map((each, place) => row(titleCell(each, place, group, text), costCell(money(each.project.cost))));
    return groups.length > 1 && mine.length > 0 ? [heading(group.name || text("island_secret.whole")), ...made] : made;
  });
  find(root, "[data-check-rows]").replaceChildren(...rows);
  find(root, "[data-check-total]").textContent = money(totalCost(chosen));
  const points = root.querySelector("[data-check-points]");
  if (points) points.textContent = text("island_ballot.worth", { points: totalPoints(chosen) });
  show(find(root, "[data-blank]"), chosen.length === 0);
  show(find(root, "[data-check-table]"), chosen.length > 0);
}

/** The project, before it its place and below it its points, or what its place is worth. */
function titleCell({ project, points }: Chosen, place: number, { rule }: Group, text: Messages): HTMLElement {
  const element = document.createElement("td");
  const number = text("island_ballot.project_number", { number: project.number });
  if (rule.kind === "ranking") element.append(ours("strong", text("island_ballot.place", { place: place + 1 })), " ");
  element.append(`${project.title} (${number})`);
  const worth = rule.kind === "ranking" ? rule.placePoints[place] : points;
  if (worth !== undefined) element.append(" ", ours("strong", text("island_ballot.worth", { points: worth })));
  return element;
}

/** Words of the page's: the titles around them are in the municipality's language. */
function ours(name: string, words: string): HTMLElement {
  const element = document.createElement(name);
  element.className = "check__mark";
  element.lang = document.documentElement.lang;
  element.textContent = words;
  return element;
}

function costCell(words: string): HTMLElement {
  const element = document.createElement("td");
  element.textContent = words;
  element.className = "number";
  return element;
}

function row(...cells: HTMLElement[]): HTMLElement {
  const element = document.createElement("tr");
  element.append(...cells);
  return element;
}

function heading(name: string): HTMLElement {
  const element = document.createElement("th");
  element.colSpan = 2;
  element.scope = "rowgroup";
  element.textContent = name;
  return row(element);
}
