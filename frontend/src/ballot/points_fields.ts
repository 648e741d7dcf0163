// Points: a number to type for each project, with buttons for one more and one less.

import { find, setting, show } from "../dom.ts";
import { type Chosen, inOrder, type Project, type Wanted } from "./choice.ts";
import { cardOf, type Fields, say, type Surroundings } from "./fields.ts";
import { readPoints, stepped } from "./points.ts";

export class PointsFields implements Fields {
  readonly #around: Surroundings;
  readonly #max: number;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#max = Number(setting(around.root, "pointsMax"));
    for (const field of around.projects.keys()) this.#listen(field);
  }

  #listen(field: HTMLInputElement): void {
    field.addEventListener("input", () => {
      if (readPoints(field.value) !== undefined) this.#showFault(field, false);
      this.#around.changed();
    });
    field.addEventListener("change", () => this.#showFault(field, readPoints(field.value) === undefined));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      event.preventDefault();
      this.#step(field, event.key === "ArrowUp" ? 1 : -1);
    });
    for (const [selector, by] of [["[data-less]", -1], ["[data-more]", 1]] as const) {
      const button = find(cardOf(field), selector);
      button.addEventListener("click", () => this.#step(field, by));
      show(button, true);
    }
  }

  #step(field: HTMLInputElement, by: -1 | 1): void {
    const points = stepped(field.value, by, this.#max);
    field.value = points === 0 ? "" : String(points);
    this.#showFault(field, false);
    say(this.#around.root, this.#around.text("island_ballot.points_of", { title: this.#around.projects.get(field)!.title, points }));
    this.#around.changed();
  }

  #showFault(field: HTMLInputElement, faulty: boolean): void {
    const fault = find(cardOf(field), "[data-fault]");
    fault.textContent = faulty ? this.#around.text("island_ballot.points_wrong") : "";
    show(fault, faulty);
    if (faulty) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  get chosen(): Chosen[] {
    const given = [...this.#around.projects].map(([field, project]) => ({ project, points: readPoints(field.value) ?? 0 }));
    return inOrder(given.filter(({ points }) => points > 0));
  }

  choose(wanted: readonly Wanted[]): void {
    const points = new Map(wanted.map((each) => [each.id, each.points ?? 0]));
    for (const [field, project] of this.#around.projects) {
      const given = points.get(project.id) ?? 0;
      field.value = given > 0 ? String(given) : "";
      this.#showFault(field, false);
    }
  }

  settle(): void {
    // Points stand in one urn; which of them count is asked of the groups.
  }

  fault(): Project | undefined {
    const faulty = [...this.#around.projects].filter(([field]) => readPoints(field.value) === undefined);
    for (const [field] of faulty) this.#showFault(field, true);
    return faulty[0]?.[1];
  }
}
