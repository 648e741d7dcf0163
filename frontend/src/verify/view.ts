// A report on the page.

import type { Messages } from "../messages.ts";
import { countsText, departureTexts, findingText, headline, initiativeText, meaning, openText, roundText, withheldText } from "./sentences.ts";
import type { Report } from "./report.ts";

const mostShown = 100; // sentences of a list

type Child = Node | string;

function element<K extends keyof HTMLElementTagNameMap>(name: K, classes: string, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (classes !== "") made.className = classes;
  made.append(...children);
  return made;
}

function heading(words: string): HTMLElement {
  const made = element("h3", "ds-heading", words);
  made.dataset["size"] = "xs";
  return made;
}

function list(words: string, sentences: string[], text: Messages): Node[] {
  if (sentences.length === 0) return [];
  const shown = sentences.slice(0, mostShown);
  const rest = sentences.length - shown.length;
  const items = [...shown, ...(rest > 0 ? [text("island_verify.more", { count: rest })] : [])].map((sentence) => element("li", "", sentence));
  return [heading(words), element("ul", "verifier__list", ...items)];
}

function logs(report: Report, text: Messages, language: string): Node[] {
  const when = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const items = report.logs.map(({ origin, size, root, cosigned }) => {
    const words = text("island_verify.log", { size });
    const by = cosigned && cosigned.count > 0
      ? text("island_verify.cosigned", { count: cosigned.count, known: cosigned.known, when: when.format(new Date(cosigned.seconds * 1000)) })
      : "";
    return element("li", "", element("span", "mono", origin), ` ${words} `, element("span", "mono", root), by === "" ? "" : `. ${by}`);
  });
  return items.length === 0 ? [] : [heading(text("island_verify.logs")), element("ul", "verifier__list", ...items)];
}

function papers(report: Report, text: Messages): string[] {
  return report.papers.map(({ kind, name, log, index, size, flaw }) => {
    if (flaw) return text(`island_verify.paper_${flaw}`, { name });
    return text(kind === "receipt" ? "island_verify.receipt_good" : "island_verify.seen_good", { name, log, index: index ?? 0, size });
  });
}

/** Fills `into`, which can be focused. */
export function showReport(into: HTMLElement, report: Report, text: Messages, language: string): void {
  const verdict = element("p", "verdict", headline(report, text));
  verdict.dataset["verdict"] = report.verdict === "fails" ? "bad" : "good";
  verdict.dataset["result"] = report.verdict;
  const title = element("h2", "ds-heading", text("island_verify.report"));
  title.dataset["size"] = "sm";
  into.replaceChildren(
    title,
    verdict,
    element("p", "", meaning(report, text)),
    ...list(text("island_verify.papers"), papers(report, text), text),
    ...list(text("island_verify.findings"), report.findings.map((finding) => findingText(finding, text)), text),
    ...list(text("island_verify.withheld"), report.withheld.map((item) => withheldText(item, text)), text),
    heading(text("island_verify.checked")),
    element("p", "", countsText(report, text)),
    ...list(text("island_verify.rounds"), report.rounds.flatMap((round) => [roundText(round, text), ...departureTexts(round, text)]), text),
    ...list(text("island_verify.initiatives"), report.initiatives.map((initiative) => initiativeText(initiative, text)), text),
    ...list(text("island_verify.unchecked"), report.open.map((open) => openText(open, text)), text),
    ...logs(report, text, language),
    element("p", "", text("island_verify.key"), " ", element("span", "mono", report.vkey)),
  );
}
