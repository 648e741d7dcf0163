// A report as plain sentences, from the catalogue.

import type { Messages } from "../messages.ts";
import type { Finding } from "./finding.ts";
import { isFunded } from "./rules/outcome.ts";
import type { InitiativeReport, Open, Report, RoundReport, Withheld } from "./report.ts";

export function headline(report: Report, text: Messages): string {
  const town = report.town || report.origin;
  if (report.verdict === "holds") return text("island_verify.holds", { town });
  if (report.verdict === "withheld") return text("island_verify.holds_withheld", { town, items: report.withheld.length });
  return text("island_verify.fails", { town, reasons: report.findings.length });
}

export const meaning = ({ verdict }: Report, text: Messages): string => text(`island_verify.meaning_${verdict}`);

function place({ log, index, file }: Finding, text: Messages): string {
  if (index !== undefined) return text("island_verify.place_entry", { log, index });
  if (file !== undefined) return text("island_verify.place_file", { file });
  return log;
}

export function findingText(finding: Finding, text: Messages): string {
  const why = text(`island_verify.why_${finding.reason}`, finding.details);
  const where = place(finding, text);
  return where === "" ? why : text("island_verify.finding", { where, why });
}

export const withheldText = ({ log, index, decision, ground }: Withheld, text: Messages): string =>
  text("island_verify.withheld_item", { log, index, decision, ground: text(`island_verify.ground_${ground}`) });

export const openText = ({ key, details }: Open, text: Messages): string => text(`island_verify.open_${key}`, details);

export const countsText = ({ counts, logs }: Report, text: Messages): string => text("island_verify.counts", { ...counts, logs: logs.length });

export function roundText(round: RoundReport, text: Messages): string {
  const { title, ballots, voters, roll } = round;
  const funded = round.projects.filter(({ outcome }) => isFunded(outcome)).length;
  const parameters = { title, ballots, voters, roll, funded, departures: round.departures.length };
  if (round.phase === "begun") return text("island_verify.round_begun", { title });
  if (round.phase === "open" || round.phase === "closed" || round.phase === "tallied") return text(`island_verify.round_${round.phase}`, parameters);
  const secretly = round.recounted ? "island_verify.round_counted_opened" : "island_verify.round_counted_secret";
  const counted = text(round.secret ? secretly : "island_verify.round_counted", parameters);
  return round.decided ? `${counted} ${text("island_verify.round_decided", parameters)}` : counted;
}

/** What the decision does otherwise than the tally. */
export const departureTexts = ({ title, projects, departures }: RoundReport, text: Messages): string[] =>
  departures.map(({ project, funded, reason }) => {
    const name = projects.find(({ id }) => id === project)?.title ?? "";
    return text("island_verify.departure", { title, project, name, is_funded: funded ? "yes" : "no", reason });
  });

export const initiativeText = ({ title, id, phase, standing, people, threshold }: InitiativeReport, text: Messages): string =>
  text("island_verify.initiative", { title: title || id, phase: text(`island_verify.phase_${phase}`), standing, people, threshold });
