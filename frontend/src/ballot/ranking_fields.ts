// Ranking: a box to tick for each project, which puts it last in the voter's list, and buttons to move it there. One list for each urn.

import { find, setting, show } from "../dom.ts";
import type { Chosen, Project, Wanted } from "./choice.ts";
import { cardOf, type Fields, say, type Surroundings } from "./fields.ts";
import type { Group } from "./group.ts";
import { marked, moved, placeOf } from "./ranking.ts";

interface Entry {
  box: HTMLInputElement;
  project: Project;
  item: HTMLElement; // in the list, while it is ranked
}

export class RankingFields implements Fields {
  readonly #around: Surroundings;
  readonly #entries: Map<string, Entry>;
  #order: string[];
  #groups: readonly Group[] = [];

  constructor(around: Surroundings) {
    this.#around = around;
    this.#entries = new Map([...around.projects].map(([box, project]) => [project.id, { box, project, item: this.#makeItem(box, project) }]));
    this.#order = [...this.#entries].filter(([, { box }]) => box.checked).map(([id]) => id);
    for (const [id, { box }] of this.#entries) box.addEventListener("change", () => this.#mark(id, box.checked));
    show(find(around.root, "[data-ranking]"), true);
  }

  get chosen(): Chosen[] {
    return this.#order.map((id) => ({ project: this.#entries.get(id)!.project }));
  }

  choose(wanted: readonly Wanted[]): void {
    this.#order = wanted.map(({ id }) => id).filter((id) => this.#entries.has(id));
    for (const [id, { box }] of this.#entries) box.checked = this.#order.includes(id);
    this.#showLists();
  }

  settle(groups: readonly Group[]): void {
    this.#groups = groups;
    this.#showLists();
  }

  fault(): undefined {
    return undefined;
  }

  #groupOf(id: string): Group | undefined {
    return this.#groups.find((group) => group.has(this.#entries.get(id)!.project));
  }

  #ids(group: Group): string[] {
    return this.#order.filter((id) => group.has(this.#entries.get(id)!.project));
  }

  #mark(id: string, chosen: boolean): void {
    this.#order = marked(this.#order, id, chosen);
    this.#showLists();
    this.#sayPlace(id, chosen ? "island_ballot.rank_moved" : "island_ballot.rank_removed");
    this.#around.changed();
  }

  #sayPlace(id: string, key: string): void {
    const group = this.#groupOf(id);
    if (!group) return;
    const ids = this.#ids(group);
    say(this.#around.root, this.#around.text(key, { title: this.#entries.get(id)!.project.title, place: ids.indexOf(id) + 1, count: ids.length }));
  }

  /** The button stays where it is in the page, so that the one who pressed it keeps the focus: the neighbours move. */
  #move(id: string, by: -1 | 1): void {
    const group = this.#groupOf(id);
    if (!group) return;
    const within = (each: string) => group.has(this.#entries.get(each)!.project);
    const before = placeOf(this.#order, id, within);
    this.#order = moved(this.#order, id, by, within);
    if (placeOf(this.#order, id, within) === before) return this.#sayPlace(id, by < 0 ? "island_ballot.rank_first" : "island_ballot.rank_last");
    this.#showLists(this.#entries.get(id)!.item);
    this.#sayPlace(id, "island_ballot.rank_moved");
    this.#around.changed();
  }

  #remove(id: string): void {
    const group = this.#groupOf(id);
    const ids = group ? this.#ids(group) : [];
    const next = ids[ids.indexOf(id) + 1] ?? ids[ids.indexOf(id) - 1];
    this.#entries.get(id)!.box.checked = false;
    this.#mark(id, false);
    const after = next ? find(this.#entries.get(next)!.item, "[data-remove]") : find(this.#around.root, "[data-ranking] h2");
    after.focus();
  }

  #makeItem(box: HTMLInputElement, project: Project): HTMLElement {
    const template = find<HTMLElement>(this.#around.root, "[data-ranked]") as unknown as HTMLTemplateElement;
    const item = find(template.content.cloneNode(true) as DocumentFragment, "li");
    for (const title of item.querySelectorAll<HTMLElement>("[data-ranked-title]")) {
      title.textContent = project.title;
      title.lang = find(cardOf(box), "[data-title]").lang;
    }
    for (const button of item.querySelectorAll<HTMLElement>("[data-move]")) {
      button.addEventListener("click", () => this.#move(project.id, setting(button, "move") === "up" ? -1 : 1));
    }
    find(item, "[data-remove]").addEventListener("click", () => this.#remove(project.id));
    return item;
  }

  /** `still`: an item that is not taken out of the page. */
  #showLists(still?: HTMLElement): void {
    for (const { box } of this.#entries.values()) show(find(cardOf(box), "[data-place]"), false);
    const lists = find(this.#around.root, "[data-ranking-lists]");
    if (lists.childElementCount !== this.#groups.length) lists.replaceChildren(...this.#groups.map(() => document.createElement("div")));
    for (const [i, group] of this.#groups.entries()) this.#showList(lists.children[i]!, group, still);
    show(find(this.#around.root, "[data-ranking-empty]"), this.#order.length === 0);
  }

  #showList(part: Element, group: Group, still?: HTMLElement): void {
    const ids = this.#ids(group);
    let list = part.querySelector("ol");
    if (!list) {
      const name = document.createElement("h3");
      list = document.createElement("ol");
      part.append(name, list);
    }
    const name = part.querySelector("h3")!;
    name.textContent = group.name || this.#around.text("island_secret.whole");
    name.hidden = this.#groups.length === 1 || ids.length === 0;
    arrange(list, ids.map((id) => this.#entries.get(id)!.item), still);
    for (const [place, id] of ids.entries()) this.#showPlace(this.#entries.get(id)!, place, ids.length, group.rule.placePoints[place]);
  }

  #showPlace({ box, item }: Entry, place: number, count: number, points: number | undefined): void {
    const { text } = this.#around;
    find(item, "[data-worth]").textContent = points === undefined ? "" : text("island_ballot.worth", { points });
    find(item, '[data-move="up"]').setAttribute("aria-disabled", String(place === 0));
    find(item, '[data-move="down"]').setAttribute("aria-disabled", String(place === count - 1));
    const mark = find(cardOf(box), "[data-place]");
    mark.textContent = text("island_ballot.place", { place: place + 1 });
    show(mark, true);
  }
}

function arrange(list: Element, items: HTMLElement[], still?: HTMLElement): void {
  const at = still ? items.indexOf(still) : -1;
  if (!still || at < 0) return list.replaceChildren(...items);
  for (const item of [...list.children]) if (item !== still) item.remove();
  still.before(...items.slice(0, at));
  still.after(...items.slice(at + 1));
}
