// Choosing and checking: what every kind of ballot begins with. One page without reloads.

import { find, setting, show } from "../dom.ts";
import { type Messages, readMessages, readMoney } from "../messages.ts";
import { showCheck } from "./check_table.ts";
import { type Chosen, type Kind, type Problem, problemOf, type Project, type Rule, type Wanted } from "./choice.ts";
import { cardOf, type Fields, readProjects, say, type Surroundings } from "./fields.ts";
import { chosenIn, type Group } from "./group.ts";
import { Marks } from "./marks.ts";
import { PointsFields } from "./points_fields.ts";
import { showProgress } from "./progress.ts";
import { RankingFields } from "./ranking_fields.ts";
import { describe } from "./words.ts";

const kinds: Record<Kind, new (around: Surroundings) => Fields> = { approval: Marks, ranking: RankingFields, points: PointsFields };

export class Choosing {
  readonly root: HTMLElement;
  readonly text: Messages;
  readonly money: (minor: number) => string;
  readonly #projects: ReadonlyMap<HTMLInputElement, Project>;
  readonly #fields: Fields;
  #groups: readonly Group[]; // those that this voter chooses in

  constructor(root: HTMLElement) {
    const language = document.documentElement.lang;
    this.root = root;
    this.text = readMessages(setting(root, "messages"), language);
    this.money = readMoney(setting(root, "currency"), language);
    this.#projects = readProjects(root);
    const rule = readRule(root);
    this.#groups = [{ name: "", rule, envelope: Number(setting(root, "envelope")), has: () => true }];
    this.#fields = new kinds[rule.kind]({ root, projects: this.#projects, text: this.text, changed: () => this.#showProgress() });
  }

  /** `confirmed`: the choice keeps the rules and has been looked at once more. */
  start(confirmed: () => void): void {
    this.on("[data-area]", "change", () => this.#filter());
    this.on('[data-go="choose"]', "click", () => this.go("choose"));
    this.on('[data-go="check"]', "click", () => this.check());
    this.on("[data-confirm]", "click", confirmed);
    this.on("[data-print]", "click", () => window.print());
    show(find(this.root, "[data-steps]"), true);
    show(find(this.root, "[data-progress]"), true);
    const area = this.root.querySelector<HTMLElement>("[data-area-field]");
    if (area) show(area, true);
    this.settle(this.#groups);
  }

  on(selector: string, event: string, act: () => void): void {
    for (const element of this.root.querySelectorAll(selector)) element.addEventListener(event, act);
  }

  /** In the urns that this voter chooses in, in the order in which a ballot names them. */
  get chosen(): Chosen[] {
    return this.#fields.chosen.filter(({ project }) => this.#groups.some((group) => group.has(project)));
  }

  titleOf(id: string): string {
    return [...this.#projects.values()].find((project) => project.id === id)?.title ?? id;
  }

  choose(wanted: readonly Wanted[]): void {
    this.#fields.choose(wanted);
    this.#showProgress();
  }

  /** From now on this voter chooses in these. */
  settle(groups: readonly Group[]): void {
    this.#groups = groups;
    this.#fields.settle(groups);
    this.#filter();
    this.#showProgress();
  }

  go(step: string): void {
    this.hideProblem();
    for (const section of this.root.querySelectorAll<HTMLElement>("[data-step]")) show(section, section.dataset["step"] === step);
    for (const mark of this.root.querySelectorAll<HTMLElement>("[data-step-mark]")) {
      if (mark.dataset["stepMark"] === step) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    }
    find(this.root, `[data-step="${step}"] h2[tabindex]`).focus();
    this.root.scrollIntoView();
  }

  /** Shows the projects of the chosen area, and only those that this voter has a say in. */
  #filter(): void {
    const area = this.root.querySelector<HTMLSelectElement>("[data-area]")?.value ?? "";
    let count = 0;
    for (const [field, project] of this.#projects) {
      const card = cardOf(field);
      const visible = (area === "" || card.dataset["areaOf"] === area) && this.#groups.some((group) => group.has(project));
      show(card, visible);
      if (visible) count += 1;
    }
    for (const urn of this.root.querySelectorAll<HTMLElement>("fieldset.choices")) show(urn, urn.querySelector(".choice[data-area-of]:not([hidden])") !== null);
    const shown = this.root.querySelector("[data-shown]");
    if (shown) shown.textContent = this.text("island_ballot.shown", { count });
  }

  #showProgress(): void {
    const chosen = this.chosen;
    const problem = this.#problem(chosen)?.problem;
    showProgress(this.root, this.text, this.money, { groups: this.#groups, chosen, problem });
    this.hideProblem();
  }

  /** The first urn whose rule the choice does not keep. */
  #problem(chosen: readonly Chosen[]): { problem: Problem; group: Group } | undefined {
    for (const group of this.#groups) {
      const problem = problemOf(chosenIn(group, chosen), group.rule);
      if (problem) return { problem, group };
    }
    return undefined;
  }

  check(): void {
    const heading = this.text("island_ballot.problem_heading");
    const faulty = this.#fields.fault();
    if (faulty) return this.showProblem(heading, this.text("island_ballot.points_wrong_for", { title: faulty.title }));
    const chosen = this.chosen;
    const found = this.#problem(chosen);
    if (found) {
      const words = describe(found.problem, chosenIn(found.group, chosen), found.group.rule, this.text, this.money);
      const named = this.#groups.length > 1 ? `${found.group.name || this.text("island_secret.whole")}: ${words}` : words;
      return this.showProblem(heading, named);
    }
    showCheck(this.root, this.text, this.money, this.#groups, chosen);
    this.go("check");
  }

  showRefusal(code: string, status: number): void {
    const key = `error.${code}`;
    const known = this.text(key) !== key;
    const text = known ? this.text(key) : this.text("island_ballot.refused_other", { status });
    this.showProblem(this.text("island_ballot.refused_heading"), text, known ? this.text(`${key}_todo`) : "", code === "busy" || !known);
  }

  showProblem(heading: string, text: string, todo = "", retry = false): void {
    const problem = find(this.root, "[data-problem]");
    find(problem, "[data-problem-heading]").textContent = heading;
    find(problem, "[data-problem-text]").textContent = text;
    find(problem, "[data-problem-todo]").textContent = todo;
    const button = find(problem, "[data-retry]");
    button.textContent = this.text("island_ballot.try_again");
    show(button, retry);
    show(problem, true);
    problem.focus();
  }

  hideProblem(): void {
    show(find(this.root, "[data-problem]"), false);
  }

  /** After the receipt nothing on the page tells what was chosen. */
  forget(): void {
    find(this.root, "[data-check-rows]").replaceChildren();
    for (const total of this.root.querySelectorAll("[data-check-total], [data-check-points]")) total.textContent = "";
    this.choose([]);
    say(this.root, "");
  }
}

function readRule(root: HTMLElement): Rule {
  return {
    kind: setting(root, "kind") as Kind,
    choicesMin: Number(setting(root, "choicesMin")),
    choicesMax: Number(setting(root, "choicesMax")),
    budgetMax: Number(setting(root, "budgetMax")),
    pointsMax: Number(setting(root, "pointsMax")),
    placePoints: setting(root, "placePoints").split(",").filter((points) => points !== "").map(Number),
  };
}
