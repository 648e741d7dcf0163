// The voting page: choose, check, enter the code, cast, receipt. One page without reloads; nothing is kept outside this memory.

import { castBallot } from "../api.ts";
import { find, setting, show } from "../dom.ts";
import { type Messages, readMessages, readMoney } from "../messages.ts";
import { hex } from "../record/bytes.ts";
import { blob, blobDigest, clearBallot } from "../record/codec.ts";
import { credentialOf, readCode } from "../record/credential.ts";
import { inOrder, type Problem, problemOf, type Project, type Rule, totalCost } from "./choice.ts";
import { type Sent, showReceipt } from "./receipt.ts";

type Step = "choose" | "check" | "code" | "receipt";

export function start(root: HTMLElement): void {
  new BallotPage(root).start();
}

class BallotPage {
  readonly #root: HTMLElement;
  readonly #text: Messages;
  readonly #money: (minor: number) => string;
  readonly #rule: Rule;
  readonly #envelope: number;
  readonly #projects: Map<HTMLInputElement, Project>;
  #sent: Sent | undefined; // the ballot under way, kept so that trying again sends the same bytes

  constructor(root: HTMLElement) {
    const language = document.documentElement.lang;
    this.#root = root;
    this.#text = readMessages(setting(root, "messages"), language);
    this.#money = readMoney(setting(root, "currency"), language);
    this.#rule = {
      choicesMin: Number(setting(root, "choicesMin")),
      choicesMax: Number(setting(root, "choicesMax")),
      budgetMax: Number(setting(root, "budgetMax")),
    };
    this.#envelope = Number(setting(root, "envelope"));
    this.#projects = new Map(Array.from(root.querySelectorAll<HTMLInputElement>("input[data-number]"), (box) => [box, readProject(root, box)]));
  }

  start(): void {
    const on = (selector: string, event: string, act: () => void) => {
      for (const element of this.#root.querySelectorAll(selector)) element.addEventListener(event, act);
    };
    on("input[data-number]", "change", () => this.#showProgress());
    on("[data-area]", "change", () => this.#filter());
    on('[data-go="choose"]', "click", () => this.#go("choose"));
    on('[data-go="check"]', "click", () => this.#check());
    on('[data-go="code"]', "click", () => this.#go("code"));
    on("[data-retry]", "click", () => void this.#send());
    on("[data-print]", "click", () => window.print());
    find<HTMLFormElement>(this.#root, "[data-code-form]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#cast();
    });
    show(find(this.#root, "[data-steps]"), true);
    show(find(this.#root, "[data-progress]"), true);
    const area = this.#root.querySelector<HTMLElement>("[data-area-field]");
    if (area) show(area, true);
    this.#showProgress();
  }

  get #chosen(): Project[] {
    return inOrder([...this.#projects].filter(([box]) => box.checked).map(([, project]) => project));
  }

  #go(step: Step): void {
    show(find(this.#root, "[data-problem]"), false);
    for (const section of this.#root.querySelectorAll<HTMLElement>("[data-step]")) show(section, section.dataset["step"] === step);
    for (const mark of this.#root.querySelectorAll<HTMLElement>("[data-step-mark]")) {
      if (mark.dataset["stepMark"] === step) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    }
    find(this.#root, `[data-step="${step}"] h2[tabindex]`).focus();
    this.#root.scrollIntoView();
  }

  #filter(): void {
    const area = find<HTMLSelectElement>(this.#root, "[data-area]").value;
    let count = 0;
    for (const choice of this.#root.querySelectorAll<HTMLElement>("[data-area-of]")) {
      const visible = area === "" || choice.dataset["areaOf"] === area;
      show(choice, visible);
      if (visible) count += 1;
    }
    find(this.#root, "[data-shown]").textContent = this.#text("island_ballot.shown", { count });
  }

  #showProgress(): void {
    const chosen = this.#chosen;
    const cost = totalCost(chosen);
    const { budgetMax, choicesMax } = this.#rule;
    find(this.#root, "[data-chosen]").textContent = this.#text("island_ballot.chosen", { chosen: chosen.length, max: choicesMax });
    find(this.#root, "[data-cost-line]").textContent =
      this.#text("island_ballot.cost", { cost: this.#money(cost) }) +
      (budgetMax > 0 ? "" : ` ${this.#text("island_ballot.of_envelope", { envelope: this.#money(this.#envelope) })}`);
    find(this.#root, "[data-chosen-list]").replaceChildren(...chosen.map(listItem));
    const left = find(this.#root, "[data-left-line]");
    show(left, budgetMax > 0);
    left.textContent =
      cost <= budgetMax
        ? this.#text("island_ballot.left", { left: this.#money(budgetMax - cost) })
        : this.#text("island_ballot.over", { over: this.#money(cost - budgetMax) });
    const meter = find<HTMLProgressElement>(this.#root, "[data-meter]");
    meter.max = budgetMax > 0 ? budgetMax : choicesMax;
    meter.value = budgetMax > 0 ? cost : chosen.length;
    const problem = problemOf(chosen, this.#rule);
    const box = find(this.#root, "[data-progress]");
    if (problem && problem.kind !== "too_few") box.dataset["over"] = problem.kind;
    else delete box.dataset["over"];
    show(find(this.#root, "[data-problem]"), false);
  }

  #check(): void {
    const chosen = this.#chosen;
    const problem = problemOf(chosen, this.#rule);
    if (problem) return this.#showProblem(this.#text("island_ballot.problem_heading"), this.#describe(problem, chosen));
    find(this.#root, "[data-check-rows]").replaceChildren(...chosen.map((project) => this.#row(project)));
    find(this.#root, "[data-check-total]").textContent = this.#money(totalCost(chosen));
    show(find(this.#root, "[data-blank]"), chosen.length === 0);
    show(find(this.#root, "[data-check-table]"), chosen.length > 0);
    this.#go("check");
  }

  #describe(problem: Problem, chosen: Project[]): string {
    const { choicesMin: min, choicesMax: max, budgetMax } = this.#rule;
    switch (problem.kind) {
      case "too_many":
        return this.#text("island_ballot.too_many", { chosen: chosen.length, max, excess: problem.excess });
      case "too_few":
        return this.#text("island_ballot.too_few", { min });
      case "over_budget": {
        const [cost, budget, over] = [totalCost(chosen), budgetMax, problem.over].map(this.#money) as [string, string, string];
        return this.#text("island_ballot.over_budget", { cost, budget, over });
      }
    }
  }

  #row(project: Project): HTMLElement {
    const row = document.createElement("tr");
    const title = document.createElement("td");
    const cost = document.createElement("td");
    title.textContent = `${project.title} (${this.#text("island_ballot.project_number", { number: project.number })})`;
    cost.textContent = this.#money(project.cost);
    cost.className = "number";
    row.append(title, cost);
    return row;
  }

  #cast(): void {
    const input = find<HTMLInputElement>(this.#root, "[data-code]");
    const error = find(this.#root, "[data-code-error]");
    const read = readCode(input.value);
    show(error, !read.ok);
    input.removeAttribute("aria-invalid");
    if (!read.ok) {
      error.textContent = this.#codeError(read);
      input.setAttribute("aria-invalid", "true");
      input.focus();
      return;
    }
    const origin = setting(this.#root, "origin");
    const credential = credentialOf(read.code, origin);
    const choice = { origin, definition: setting(this.#root, "definition"), projects: this.#chosen.map((project) => project.id) };
    const salt = crypto.getRandomValues(new Uint8Array(32));
    const bytes = blob(clearBallot(choice, credential, salt), salt);
    credential.forget();
    this.#sent = { bytes, digest: blobDigest(bytes), credential: hex(credential.publicKey) };
    void this.#send();
  }

  #codeError(read: Exclude<ReturnType<typeof readCode>, { ok: true }>): string {
    switch (read.reason) {
      case "empty":
        return this.#text("island_ballot.code_empty");
      case "length":
        return this.#text("island_ballot.code_length", { count: read.count });
      case "character":
        return this.#text("island_ballot.code_character", { character: read.character });
    }
  }

  async #send(): Promise<void> {
    const sent = this.#sent;
    const button = find<HTMLButtonElement>(this.#root, "[data-cast]");
    if (!sent || button.disabled) return;
    const status = find(this.#root, "[data-sending]");
    button.disabled = true;
    show(find(this.#root, "[data-problem]"), false);
    status.textContent = this.#text("island_ballot.sending");
    const answer = await castBallot(setting(this.#root, "post"), sent.bytes);
    button.disabled = false;
    status.textContent = "";
    switch (answer.kind) {
      case "unknown":
        return this.#showProblem(this.#text("island_ballot.unknown_heading"), this.#text("island_ballot.unknown_text"), "", true);
      case "refused":
        return this.#showRefusal(answer.code, answer.status);
      case "accepted":
        this.#forget();
        showReceipt(this.#root, this.#text, sent, answer);
        return this.#go("receipt");
    }
  }

  #showRefusal(code: string, status: number): void {
    const key = `error.${code}`;
    const known = this.#text(key) !== key;
    const text = known ? this.#text(key) : this.#text("island_ballot.refused_other", { status });
    this.#showProblem(this.#text("island_ballot.refused_heading"), text, known ? this.#text(`${key}_todo`) : "", code === "busy" || !known);
  }

  #showProblem(heading: string, text: string, todo = "", retry = false): void {
    const problem = find(this.#root, "[data-problem]");
    find(problem, "[data-problem-heading]").textContent = heading;
    find(problem, "[data-problem-text]").textContent = text;
    find(problem, "[data-problem-todo]").textContent = todo;
    const button = find(problem, "[data-retry]");
    button.textContent = this.#text("island_ballot.try_again");
    show(button, retry);
    show(problem, true);
    problem.focus();
  }

  /** After the receipt nothing on the page tells what was chosen or who chose. */
  #forget(): void {
    this.#sent = undefined;
    find<HTMLInputElement>(this.#root, "[data-code]").value = "";
    find(this.#root, "[data-check-rows]").replaceChildren();
    find(this.#root, "[data-check-total]").textContent = "";
    for (const box of this.#projects.keys()) box.checked = false;
    this.#showProgress();
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
