// The box that follows the choice: how many, what they cost, what is left.

import { find, show } from "../dom.ts";
import type { Messages } from "../messages.ts";
import { type Chosen, type Problem, totalCost, totalPoints } from "./choice.ts";
import { chosenIn, type Group, sumOf } from "./group.ts";

export interface Progress {
  groups: readonly Group[];
  chosen: readonly Chosen[]; // in those groups
  problem: Problem | undefined;
}

export function showProgress(root: HTMLElement, text: Messages, money: (minor: number) => string, { groups, chosen, problem }: Progress): void {
  const cost = totalCost(chosen);
  const budgetMax = sumOf(groups, ({ rule }) => rule.budgetMax);
  const envelope = sumOf(groups, (group) => group.envelope);
  find(root, "[data-chosen]").replaceChildren(...countLines(groups, chosen, text).map(line));
  find(root, "[data-cost-line]").textContent =
    text("island_ballot.cost", { cost: money(cost) }) + (budgetMax > 0 ? "" : ` ${text("island_ballot.of_envelope", { envelope: money(envelope) })}`);
  find(root, "[data-chosen-list]").replaceChildren(...chosen.map((each) => item(each, text)));
  const left = find(root, "[data-left-line]");
  show(left, budgetMax > 0);
  left.textContent =
    cost <= budgetMax ? text("island_ballot.left", { left: money(budgetMax - cost) }) : text("island_ballot.over", { over: money(cost - budgetMax) });
  const meter = find<HTMLProgressElement>(root, "[data-meter]");
  const [value, max] = share(groups, chosen, cost, budgetMax);
  meter.max = max;
  meter.value = value;
  show(meter, max > 1);
  const box = find(root, "[data-progress]");
  if (problem && problem.kind !== "too_few") box.dataset["over"] = problem.kind;
  else delete box.dataset["over"];
}

/** What the bar fills: points, else the budget, else the number of choices. */
function share(groups: readonly Group[], chosen: readonly Chosen[], cost: number, budgetMax: number): [number, number] {
  const pointsMax = sumOf(groups, ({ rule }) => rule.pointsMax);
  if (pointsMax > 0) return [totalPoints(chosen), pointsMax];
  return budgetMax > 0 ? [cost, budgetMax] : [chosen.length, sumOf(groups, ({ rule }) => rule.choicesMax)];
}

function countLines(groups: readonly Group[], chosen: readonly Chosen[], text: Messages): string[] {
  if (groups.some(({ rule }) => rule.kind === "points")) return groups.map((group) => pointsLine(group, chosen, text, groups.length > 1));
  const max = sumOf(groups, ({ rule }) => rule.choicesMax);
  return [max === 1 ? text("island_ballot.chosen_one", { chosen: chosen.length }) : text("island_ballot.chosen", { chosen: chosen.length, max })];
}

/** Points of one urn cannot be given in another: each has a line. */
function pointsLine(group: Group, chosen: readonly Chosen[], text: Messages, named: boolean): string {
  const max = group.rule.pointsMax;
  const left = max - totalPoints(chosenIn(group, chosen));
  const words = left < 0 ? text("island_ballot.points_over", { over: -left }) : text("island_ballot.points_left", { left, max });
  return named ? `${group.name || text("island_secret.whole")}: ${words}` : words;
}

function line(words: string): HTMLElement {
  const element = document.createElement("span");
  element.textContent = words;
  return element;
}

function item({ project, points }: Chosen, text: Messages): HTMLElement {
  const element = document.createElement("li");
  element.textContent = points === undefined ? project.title : text("island_ballot.points_of", { title: project.title, points });
  return element;
}
