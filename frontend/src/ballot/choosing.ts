// Choosing and checking: what every kind of ballot begins with. One page without reloads.

import { find, setting, show } from "../dom.ts";
import { type Messages, readMessages, readMoney } from "../messages.ts";
import { inOrder, type Problem, problemOf, type Project, type Rule, totalCost } from "./choice.ts";

/** Which projects may be chosen together, and by which rule: all of a round, or those of one urn. */
export interface Group {
  rule: Rule;
  envelope: number; // minor units
  has: (project: Project) => boolean;
}

export class Choosing {
  readonly root: HTMLElement;
  readonly text: Messages;
  readonly money: (minor: number) => string;
  groups: Group[]; // those that this voter chooses in
  readonly #projects: Map<HTMLInputElement, Project>;

  constructor(root: HTMLElement) {
    const language = document.documentElement.lang;
    this.root = root;
    this.text = readMessages(setting(root, "messages"), language);
    this.money = readMoney(setting(root, "currency"), language);
    const rule = {
      choicesMin: Number(setting(root, "choicesMin")),
      choicesMax: Number(setting(root, "choicesMax")),
      budgetMax: Number(setting(root, "budgetMax")),
    };
    this.groups = [{ rule, envelope: Number(setting(root, "envelope")), has: () => true }];
    this.#projects = new Map(Array.from(root.querySelectorAll<HTMLInputElement>("input[data-number]"), (box) => [box, readProject(root, box)]));
  }

  /** `confirmed`: the choice keeps the rules and has been looked at once more. */
  start(confirmed: () => void): void {
    this.on("input[data-number]", "change", () => this.showProgress());
    this.on("[data-area]", "change", () => this.filter());
    this.on('[data-go="choose"]', "click", () => this.go("choose"));
    this.on('[data-go="check"]', "click", () => this.check());
    this.on("[data-confirm]", "click", confirmed);
    this.on("[data-print]", "click", () => window.print());
    show(find(this.root, "[data-steps]"), true);
    show(find(this.root, "[data-progress]"), true);
    const area = this.root.querySelector<HTMLElement>("[data-area-field]");
    if (area) show(area, true);
    this.showProgress();
  }

  on(selector: string, event: string, act: () => void): void {
    for (const element of this.root.querySelectorAll(selector)) element.addEventListener(event, act);
  }

  get chosen(): Project[] {
    const all = [...this.#projects].filter(([box]) => box.checked).map(([, project]) => project);
    return inOrder(all.filter((project) => this.groups.some((group) => group.has(project))));
  }

  chosenIn(group: Group): Project[] {
    return this.chosen.filter(group.has);
  }

  choose(ids: ReadonlySet<string>): void {
    for (const [box, project] of this.#projects) box.checked = ids.has(project.id);
    this.showProgress();
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
  filter(): void {
    const area = this.root.querySelector<HTMLSelectElement>("[data-area]")?.value ?? "";
    let count = 0;
    for (const [box, project] of this.#projects) {
      const choice = box.closest<HTMLElement>("[data-area-of]");
      if (!choice) continue;
      const visible = (area === "" || choice.dataset["areaOf"] === area) && this.groups.some((group) => group.has(project));
      show(choice, visible);
      if (visible) count += 1;
    }
    const shown = this.root.querySelector("[data-shown]");
    if (shown) shown.textContent = this.text("island_ballot.shown", { count });
  }

  showProgress(): void {
    const chosen = this.chosen;
    const cost = totalCost(chosen);
    const budgetMax = this.groups.reduce((sum, group) => sum + group.rule.budgetMax, 0);
    const choicesMax = this.groups.reduce((sum, group) => sum + group.rule.choicesMax, 0);
    const envelope = this.groups.reduce((sum, group) => sum + group.envelope, 0);
    find(this.root, "[data-chosen]").textContent = this.text("island_ballot.chosen", { chosen: chosen.length, max: choicesMax });
    find(this.root, "[data-cost-line]").textContent =
      this.text("island_ballot.cost", { cost: this.money(cost) }) +
      (budgetMax > 0 ? "" : ` ${this.text("island_ballot.of_envelope", { envelope: this.money(envelope) })}`);
    find(this.root, "[data-chosen-list]").replaceChildren(...chosen.map(listItem));
    const left = find(this.root, "[data-left-line]");
    show(left, budgetMax > 0);
    left.textContent =
      cost <= budgetMax
        ? this.text("island_ballot.left", { left: this.money(budgetMax - cost) })
        : this.text("island_ballot.over", { over: this.money(cost - budgetMax) });
    const meter = find<HTMLProgressElement>(this.root, "[data-meter]");
    meter.max = budgetMax > 0 ? budgetMax : choicesMax;
    meter.value = budgetMax > 0 ? cost : chosen.length;
    const problem = this.#problem;
    const box = find(this.root, "[data-progress]");
    if (problem && problem.kind !== "too_few") box.dataset["over"] = problem.kind;
    else delete box.dataset["over"];
    this.hideProblem();
  }

  get #problem(): Problem | undefined {
    return this.groups.map((group) => problemOf(this.chosenIn(group), group.rule)).find((problem) => problem !== undefined);
  }

  check(): void {
    for (const group of this.groups) {
      const chosen = this.chosenIn(group);
      const problem = problemOf(chosen, group.rule);
      if (problem) return this.showProblem(this.text("island_ballot.problem_heading"), this.#describe(problem, chosen, group.rule));
    }
    const chosen = this.chosen;
    find(this.root, "[data-check-rows]").replaceChildren(...chosen.map((project) => this.#row(project)));
    find(this.root, "[data-check-total]").textContent = this.money(totalCost(chosen));
    show(find(this.root, "[data-blank]"), chosen.length === 0);
    show(find(this.root, "[data-check-table]"), chosen.length > 0);
    this.go("check");
  }

  #describe(problem: Problem, chosen: Project[], rule: Rule): string {
    switch (problem.kind) {
      case "too_many":
        return this.text("island_ballot.too_many", { chosen: chosen.length, max: rule.choicesMax, excess: problem.excess });
      case "too_few":
        return this.text("island_ballot.too_few", { min: rule.choicesMin });
      case "over_budget": {
        const [cost, budget, over] = [totalCost(chosen), rule.budgetMax, problem.over].map(this.money) as [string, string, string];
        return this.text("island_ballot.over_budget", { cost, budget, over });
      }
    }
  }

  #row(project: Project): HTMLElement {
    const row = document.createElement("tr");
    const title = document.createElement("td");
    const cost = document.createElement("td");
    title.textContent = `${project.title} (${this.text("island_ballot.project_number", { number: project.number })})`;
    cost.textContent = this.money(project.cost);
    cost.className = "number";
    row.append(title, cost);
    return row;
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
    find(this.root, "[data-check-total]").textContent = "";
    this.choose(new Set());
  }
}

function listItem(project: Project): HTMLElement {
  const item = document.createElement("li");
  item.textContent = project.title;
  return item;
}

function readProject(root: HTMLElement, box: HTMLInputElement): Project {
  const title = find(root, `label[for="${box.id}"]`).textContent ?? "";
  return { id: box.value, number: Number(setting(box, "number")), title, cost: Number(setting(box, "cost")) };
}
