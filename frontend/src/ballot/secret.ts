// The voting page of a round with secret ballots: choose, check, fetch the voting card, seal, challenge or cast, receipt. Card and
// encryption live in this page's memory only; the choice waits in the tab's storage while the voter is at the registrar's site.

import { castBallot, fetchText } from "../api.ts";
import { find, setting, show } from "../dom.ts";
import { readCardCode } from "../voting/credential.ts";
import { wantedOf } from "./choice.ts";
import { Choosing } from "./choosing.ts";
import { pickedList } from "./picked.ts";
import { showReceipt } from "./receipt.ts";
import { SealedBallot } from "./sealed.ts";
import { groupOf, picksOf, readFragment, readUrns, type Urn, urnsOf } from "./urns.ts";
import { forget, keep, kept } from "./waiting.ts";

export function start(root: HTMLElement): void {
  new SecretBallotPage(root).start();
}

class SecretBallotPage {
  readonly #root: HTMLElement;
  readonly #choosing: Choosing;
  readonly #urns: Urn[];
  readonly #round: string;
  #card: { code: string; urns: string[] } | undefined; // from the registrar's page
  #codes: string[] = []; // the card, or its two halves, in canonical form
  #sealed: SealedBallot[] = [];

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#choosing = new Choosing(root);
    this.#urns = readUrns(setting(root, "urns"));
    this.#round = setting(root, "round");
  }

  start(): void {
    const choosing = this.#choosing;
    choosing.start(() => this.#confirmed());
    choosing.on("[data-home]", "change", () => this.#settleUrns());
    choosing.on("[data-fetch-card]", "click", () => keep(this.#round, { chosen: wantedOf(choosing.chosen), home: this.#home }));
    choosing.on("[data-show-card-field]", "click", () => this.#askForCard(true));
    choosing.on("[data-fetch-instead]", "click", () => this.#otherCard());
    choosing.on("[data-other-card]", "click", () => this.#otherCard());
    choosing.on("[data-cast]", "click", () => void this.#cast());
    choosing.on("[data-retry]", "click", () => void (this.#sealed.length > 0 ? this.#cast() : this.#seal()));
    choosing.on("[data-challenge]", "click", () => this.#challenge());
    choosing.on("[data-reseal]", "click", () => void this.#seal());
    find<HTMLFormElement>(this.#root, "[data-card-form]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#readCard();
    });
    this.#settleUrns();
    this.#arrive();
  }

  get #home(): string {
    return this.#root.querySelector<HTMLSelectElement>("[data-home]")?.value ?? "";
  }

  get #twoHalves(): boolean {
    return setting(this.#root, "halves") === "2";
  }

  /** The urns that this voter's ballots go to; undefined while nobody knows. */
  get #mine(): Urn[] | undefined {
    return urnsOf(this.#urns, this.#card?.urns.length ? this.#card.urns : undefined, this.#home);
  }

  #settleUrns(): void {
    this.#choosing.settle((this.#mine ?? this.#urns).map(groupOf));
  }

  /** Back from the registrar's site: the card stands behind the "#", where no server sees it, and leaves the address at once. */
  #arrive(): void {
    const brought = readFragment(location.hash);
    if (!brought) return;
    history.replaceState(null, "", location.pathname + location.search);
    const read = readCardCode(brought.card);
    if (!read.ok) return;
    this.#card = { code: read.code, urns: brought.urns };
    const before = kept(this.#round);
    forget(this.#round);
    const home = this.#root.querySelector<HTMLSelectElement>("[data-home]");
    const area = this.#urns.find((urn) => !urn.everyone && brought.urns.includes(urn.id))?.id;
    if (home && area) home.value = area;
    this.#settleUrns();
    if (!before) return;
    this.#choosing.choose(before.chosen);
    if (home && area && before.home !== area) {
      const { text } = this.#choosing;
      return this.#choosing.showProblem(text("island_secret.home_other_heading"), text("island_secret.home_other"));
    }
    this.#confirmed();
  }

  #confirmed(): void {
    const { text } = this.#choosing;
    if (!this.#mine) return this.#choosing.showProblem(text("island_secret.home_missing_heading"), text("island_secret.home_missing"));
    if (this.#card && !this.#twoHalves) {
      this.#codes = [this.#card.code];
      return void this.#seal();
    }
    this.#askForCard(false);
    this.#choosing.go("card");
  }

  /** `typed`: the voter has the card in writing. */
  #askForCard(typed: boolean): void {
    const here = this.#card !== undefined;
    show(find(this.#root, "[data-no-card]"), !here && !typed);
    show(find(this.#root, "[data-have-card]"), here);
    show(find(this.#root, "[data-type-card]"), !here && !typed);
    show(find(this.#root, "[data-card-field]"), !here && typed);
    const half = this.#root.querySelector<HTMLElement>("[data-half-field]");
    if (half) show(half, here || typed);
    show(find(this.#root, "[data-card-actions]"), here || typed);
    if (typed) find(this.#root, "[data-card-input]").focus();
  }

  #otherCard(): void {
    this.#card = undefined;
    this.#codes = [];
    this.#sealed = [];
    this.#settleUrns();
    this.#askForCard(false);
    this.#choosing.go("card");
  }

  #readCard(): void {
    const codes: string[] = [];
    if (this.#card) codes.push(this.#card.code);
    for (const field of [...(this.#card ? [] : ["card"]), ...(this.#twoHalves ? ["half"] : [])]) {
      const code = this.#readField(field);
      if (code === undefined) return;
      codes.push(code);
    }
    this.#codes = codes;
    void this.#seal();
  }

  #readField(field: string): string | undefined {
    const input = find<HTMLInputElement>(this.#root, `[data-${field}-input]`);
    const error = find(this.#root, `[data-${field}-error]`);
    const read = readCardCode(input.value);
    show(error, !read.ok);
    input.removeAttribute("aria-invalid");
    if (read.ok) return read.code;
    error.textContent = this.#choosing.text(read.reason === "empty" ? "island_secret.card_empty" : "island_secret.card_wrong");
    input.setAttribute("aria-invalid", "true");
    input.focus();
    return undefined;
  }

  async #seal(): Promise<void> {
    const { text } = this.#choosing;
    const urns = this.#mine ?? [];
    this.#sealed = [];
    this.#showSealing("sealing");
    this.#choosing.go("seal");
    const meter = find<HTMLProgressElement>(this.#root, "[data-seal-meter]");
    const status = find(this.#root, "[data-sealing]");
    let spoken = -1;
    const progress = (share: number) => {
      meter.value = share;
      const quarter = Math.floor(share * 4) * 25; // a screen reader is told four times, not four hundred
      if (quarter !== spoken && quarter < 100) status.textContent = text("island_secret.encrypting", { percent: quarter });
      spoken = quarter;
    };
    progress(0);
    try {
      const sealed: SealedBallot[] = [];
      for (const [i, urn] of urns.entries()) {
        const json = await fetchText(urn.election);
        sealed.push(await SealedBallot.make(urn, json, this.#codes, picksOf(urn, this.#choosing.chosen), (share) => progress((i + share) / urns.length)));
      }
      this.#sealed = sealed;
    } catch (problem) {
      status.textContent = "";
      const reason = problem instanceof TypeError ? text("island_secret.election_failed") : String(problem instanceof Error ? problem.message : problem);
      return this.#choosing.showProblem(text("island_secret.election_heading"), reason, "", true);
    }
    find(this.#root, "[data-codes]").replaceChildren(...this.#sealed.map((ballot) => this.#codeRow(ballot)));
    this.#showSealing("sealed");
    status.textContent = text("island_secret.encrypted");
  }

  #codeRow(ballot: SealedBallot): HTMLElement {
    const row = document.createElement("tr");
    const name = document.createElement("th");
    const code = document.createElement("td");
    name.scope = "row";
    name.textContent = this.#nameOf(ballot);
    code.className = "mono";
    code.textContent = ballot.code;
    row.append(name, code);
    return row;
  }

  #showSealing(state: "sealing" | "sealed" | "challenged"): void {
    show(find(this.#root, "[data-seal-meter]"), state === "sealing");
    show(find(this.#root, "[data-sealed]"), state === "sealed");
    show(find(this.#root, "[data-challenged]"), state === "challenged");
  }

  #nameOf(ballot: SealedBallot): string {
    return ballot.urn.name || this.#choosing.text("island_secret.whole");
  }

  #fileOf(ballot: SealedBallot): string {
    return `${this.#round}-${ballot.urn.id}-opened-ballot.json`;
  }

  #command(ballot: SealedBallot): HTMLElement {
    const item = document.createElement("li");
    item.textContent = `radslag-verify ballot ${this.#fileOf(ballot)} ${new URL(ballot.urn.election, location.origin).href}`;
    return item;
  }

  #challenge(): void {
    const openings = this.#sealed.map((ballot) => this.#opening(ballot));
    find(this.#root, "[data-commands]").replaceChildren(...this.#sealed.map((ballot) => this.#command(ballot)));
    this.#sealed = [];
    find(this.#root, "[data-openings]").replaceChildren(...openings);
    find(this.#root, "[data-sealing]").textContent = "";
    this.#showSealing("challenged");
    find(this.#root, "#challenged").focus();
  }

  #opening(ballot: SealedBallot): HTMLElement {
    const { text } = this.#choosing;
    const opened = ballot.open();
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.className = "ds-link";
    link.href = URL.createObjectURL(new Blob([opened], { type: "application/json" }));
    link.download = this.#fileOf(ballot);
    link.textContent = text("island_secret.opening_file", { urn: this.#nameOf(ballot) });
    const code = document.createElement("p");
    code.className = "mono";
    code.textContent = ballot.code;
    const holds = document.createElement("div");
    item.append(link, code, holds);
    void ballot.read(opened).then(
      (picks) => holds.replaceChildren(...pickedList(picks.map((pick) => ({ ...pick, title: this.#choosing.titleOf(ballot.urn.projects[pick.choice]!) })), ballot.urn.kind, text)),
      () => (holds.textContent = text("island_secret.opened_wrong")),
    );
    return item;
  }

  async #cast(): Promise<void> {
    const { text } = this.#choosing;
    const button = find<HTMLButtonElement>(this.#root, "[data-cast]");
    if (this.#sealed.length === 0 || button.disabled) return;
    const status = find(this.#root, "[data-sending]");
    button.disabled = true;
    find<HTMLButtonElement>(this.#root, "[data-challenge]").disabled = true;
    this.#choosing.hideProblem();
    for (const [i, ballot] of this.#sealed.entries()) {
      if (ballot.accepted) continue;
      status.textContent = text("island_secret.sending", { number: i + 1, count: this.#sealed.length });
      const answer = await castBallot(setting(this.#root, "post"), ballot.bytes());
      if (answer.kind === "accepted") {
        ballot.accepted = answer;
        continue;
      }
      button.disabled = false;
      status.textContent = "";
      if (answer.kind === "refused") return this.#choosing.showRefusal(answer.code, answer.status);
      return this.#choosing.showProblem(text("island_ballot.unknown_heading"), text("island_ballot.unknown_text"), "", true);
    }
    this.#showReceipts();
  }

  #showReceipts(): void {
    const template = find<HTMLElement>(this.#root, "[data-receipt-template]") as unknown as HTMLTemplateElement;
    const blocks = this.#sealed.map((ballot) => {
      const block = document.createElement("div");
      block.append(template.content.cloneNode(true));
      find(block, '[data-receipt="urn"]').textContent = this.#urns.length > 1 ? this.#nameOf(ballot) : "";
      showReceipt(block, this.#choosing.text, setting(this.#root, "logKey"), {
        answer: ballot.accepted!,
        digest: ballot.tracker,
        isOurs: (entry) => ballot.isOurs(entry),
      });
      return block;
    });
    find(this.#root, "[data-receipt-list]").replaceChildren(...blocks);
    this.#forget();
    this.#choosing.go("receipt");
  }

  /** After the receipt nothing on the page tells what was chosen or who chose. */
  #forget(): void {
    this.#sealed = [];
    this.#codes = [];
    this.#card = undefined;
    forget(this.#round);
    for (const input of this.#root.querySelectorAll<HTMLInputElement>("[data-card-form] input")) input.value = "";
    find(this.#root, "[data-codes]").replaceChildren();
    find(this.#root, "[data-openings]").replaceChildren();
    find(this.#root, "[data-commands]").replaceChildren();
    this.#choosing.forget();
  }
}
