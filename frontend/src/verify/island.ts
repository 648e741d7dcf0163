// The page that verifies a record in the browser. Nothing leaves it; where it checks the site's own record it fetches what is below /log/.

import { find, setting, show } from "../dom.ts";
import { type Messages, readMessages } from "../messages.ts";
import { sortFiles } from "./files.ts";
import type { FromWorker, Request, ToWorker } from "./messages.ts";
import { showReport } from "./view.ts";

interface Script {
  address: string;
  text?: string;
}

interface Parts {
  form: HTMLFormElement;
  files: HTMLInputElement;
  folder: HTMLInputElement;
  pasted: HTMLTextAreaElement;
  own: HTMLButtonElement | null; // none where the page is not at a site
  working: HTMLElement;
  status: HTMLElement;
  bar: HTMLProgressElement;
  cancel: HTMLButtonElement;
  report: HTMLElement;
  print: HTMLButtonElement;
}

const partsOf = (root: HTMLElement): Parts => ({
  form: find<HTMLFormElement>(root, "[data-verify-form]"),
  files: find<HTMLInputElement>(root, "[data-verify-files]"),
  folder: find<HTMLInputElement>(root, "[data-verify-folder]"),
  pasted: find<HTMLTextAreaElement>(root, "[data-verify-text]"),
  own: root.querySelector<HTMLButtonElement>("[data-verify-own]"),
  working: find(root, "[data-verify-working]"),
  status: find(root, "[data-verify-status]"),
  bar: find<HTMLProgressElement>(root, "[data-verify-bar]"),
  cancel: find<HTMLButtonElement>(root, "[data-verify-cancel]"),
  report: find(root, "[data-verify-report]"),
  print: find<HTMLButtonElement>(root, "[data-verify-print]"),
});

class Page {
  private readonly parts: Parts;
  private readonly text: Messages;
  private readonly script: Script;
  private worker: Worker | undefined;
  private told = "";
  private readonly language = document.documentElement.lang;

  constructor(root: HTMLElement, script: Script) {
    this.parts = partsOf(root);
    this.text = readMessages(setting(root, "messages"), this.language);
    this.script = script;
    const { form, own, cancel, print } = this.parts;
    const site = setting(root, "site");
    const ownRecord = site === "" ? undefined : new URL(site, location.href).href;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.check(ownRecord);
    });
    own?.addEventListener("click", () => void this.check(ownRecord, true));
    cancel.addEventListener("click", () => this.end(this.text("island_verify.cancelled"), true));
    print.addEventListener("click", () => window.print());
    this.takeDrops(form, ownRecord);
    show(form, true);
  }

  private takeDrops(form: HTMLFormElement, site: string | undefined): void {
    for (const kind of ["dragover", "drop"] as const) form.addEventListener(kind, (event) => event.preventDefault());
    form.addEventListener("drop", (event) => {
      const files = event.dataTransfer?.files;
      if (!files || files.length === 0) return;
      this.parts.files.files = files;
      void this.check(site);
    });
  }

  /** `own`: the site's record, whatever lies beside it. */
  private async check(site: string | undefined, own = false): Promise<void> {
    const { files, folder, pasted, report, print } = this.parts;
    show(report, false);
    show(print, false);
    const text = { name: this.text("island_verify.pasted"), text: pasted.value };
    const { request, unknown } = await sortFiles([...(files.files ?? [])], own ? [] : [...(folder.files ?? [])], text);
    if (own) delete request.tar;
    if (unknown.length > 0) return this.tell(this.text("island_verify.unknown_file", { name: unknown[0]! }));
    if (!request.tar && !request.files) {
      if (site === undefined) return this.tell(this.text("island_verify.needs_bundle"));
      if (!own && request.papers.length === 0) return this.tell(this.text("island_verify.nothing_given"));
      request.site = site;
    }
    this.start(request);
  }

  private start(request: Request): void {
    this.end("");
    const { working, bar, cancel } = this.parts;
    show(working, true);
    bar.removeAttribute("value");
    this.tell(this.text("island_verify.begins"));
    this.worker = new Worker(this.script.address);
    this.worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => this.hear(data));
    this.worker.addEventListener("error", (event) => this.end(this.text("island_verify.failed", { detail: event.message }), true));
    const { text } = this.script;
    this.worker.postMessage({ kind: "audit", request, ...(text === undefined ? {} : { script: text }) } satisfies ToWorker);
    cancel.focus();
  }

  private hear(message: FromWorker): void {
    if (message.kind === "progress") this.progress(message.log, message.done, message.size);
    if (message.kind === "no_bundle") this.end(this.text("island_verify.no_bundle"), true);
    if (message.kind === "no_answer") this.end(this.text("island_verify.no_answer", { detail: message.detail }), true);
    if (message.kind === "failed") this.end(this.text("island_verify.failed", { detail: message.detail }), true);
    if (message.kind !== "report") return;
    const { report, print } = this.parts;
    this.end("");
    showReport(report, message.report, this.text, this.language);
    show(report, true);
    show(print, true);
    report.focus();
  }

  /** A screen reader is told of each log once, not of every step. */
  private progress(log: string, done: number, size: number): void {
    this.parts.bar.max = size;
    this.parts.bar.value = done;
    if (this.told !== log) this.tell(this.text("island_verify.reading", { log, size }));
    this.told = log;
  }

  private end(words: string, back = false): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.told = "";
    show(this.parts.working, false);
    this.tell(words);
    if (back) find<HTMLButtonElement>(this.parts.form, "[data-verify-start]").focus();
  }

  private tell(words: string): void {
    this.parts.status.textContent = words;
  }
}

/** `text`: the workers' script, where the page has it inside and no site does. */
export function start(root: HTMLElement, text?: string): void {
  const address = text === undefined ? setting(root, "worker") : URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  new Page(root, text === undefined ? { address } : { address, text });
}
