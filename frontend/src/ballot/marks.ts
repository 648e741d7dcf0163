// Approval: a box to tick for each project; where only one may be chosen, a radio button, and one more for none of them.

import { type Chosen, inOrder, type Wanted } from "./choice.ts";
import type { Fields, Surroundings } from "./fields.ts";

export class Marks implements Fields {
  readonly #around: Surroundings;
  readonly #none: HTMLInputElement[];

  constructor(around: Surroundings) {
    this.#around = around;
    this.#none = [...around.root.querySelectorAll<HTMLInputElement>("[data-none]")];
    for (const box of [...around.projects.keys(), ...this.#none]) box.addEventListener("change", around.changed);
  }

  get chosen(): Chosen[] {
    return inOrder([...this.#around.projects].filter(([box]) => box.checked).map(([, project]) => ({ project })));
  }

  choose(wanted: readonly Wanted[]): void {
    const ids = new Set(wanted.map(({ id }) => id));
    for (const [box, project] of this.#around.projects) box.checked = ids.has(project.id);
    for (const box of this.#none) box.checked = false;
  }

  settle(): void {
    // A mark stands in one urn; which of them count is asked of the groups.
  }

  fault(): undefined {
    return undefined;
  }
}
