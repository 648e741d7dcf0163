// The conditions of FORMAT.md section 4.1.

import type { Content } from "./contents.ts";
import { equals, known, must, Refusal } from "./finding.ts";
import { keeping } from "./keeping.ts";
import { initiatives } from "./initiatives.ts";
import { projects } from "./projects.ts";
import { isFunded } from "./rules/outcome.ts";
import { checkSeals, takesNoSeals } from "./seals.ts";
import { type At, fresh, get, newRound, type Officer, type Round, roundLog, type Town } from "./state.ts";
import type { Fields, Kind, Statement } from "./statements.ts";

export type Rule<K extends Kind> = (town: Town, x: Fields<K>, at: At) => void;
export type Rules = { [K in Kind]?: Rule<K> };

const leastPeople = 10n; // who may be counted by themselves

const officerOf = ([key, roles, name]: Fields<"officer-announced">["officer"], index: number): Officer => ({ key, roles, name, announced: index });

/** Reasons stand exactly where the decision departs from the allocation; their number. */
function departures(round: Round, decision: Content<"decision">): bigint {
  const projects = round.definition!.project;
  equals("project", decision.project.length, projects.length);
  const funded = new Set(round.allocation!.step.filter(([, , , outcome]) => isFunded(outcome)).map(([project]) => project));
  let count = 0n;
  for (const [i, { project, outcome, reason }] of decision.project.entries()) {
    equals("project", project, projects[i]!.project);
    const departs = (outcome === "funded") !== funded.has(project);
    must(departs === (reason !== undefined), "needs_reason", { project });
    if (departs) count += 1n;
  }
  return count;
}

const rules: Rules = {
  "town-begun"(town, x, at) {
    must(x.origin.endsWith("/town"), "bad_field", { field: "origin" });
    Object.assign(town, { origin: x.origin, name: x.name, currency: x.currency, demo: x.demo === "yes" });
    for (const line of x.officer) town.officers.set(line[0], officerOf(line, at.index));
  },
  "officer-announced"(town, x, at) {
    fresh(town.officers.has(x.officer[0]), "officer", x.officer[0]);
    town.officers.set(x.officer[0], officerOf(x.officer, at.index));
  },
  "officer-ended"(town, x, at) {
    const officer = get(town.officers, "officer", x.officer);
    fresh(officer.ended !== undefined, "officer", x.officer);
    officer.ended = at.index;
  },
  "registrar-announced"(town, x, at) {
    fresh(town.registrars.some(({ key }) => key === x.registrar), "registrar", x.registrar);
    town.registrars.push({ index: at.index, key: x.registrar, site: x.site });
  },
  "roll-edition"(town, x) {
    fresh(town.editions.has(x.edition), "edition", x.edition);
    for (const [area, people] of x.area) must(people >= leastPeople, "wrong", { field: `area ${area}`, value: String(people), expected: `≥ ${leastPeople}` });
    const sum = x.area.reduce((all, [, people]) => all + people, 0n);
    must(sum <= x.people, "wrong", { field: "area", value: String(sum), expected: `≤ ${x.people}` });
    town.editions.set(x.edition, x);
  },
  board(town, x) {
    equals("version", x.version, (town.boards.get(x.board)?.version ?? 0n) + 1n);
    const thresholds = [x.threshold, ...x["area-threshold"].map(([, number, unit]) => [number, unit] as const)];
    for (const [number, unit] of thresholds) must(unit !== "per-mille" || number <= 1_000n, "wrong", { field: "threshold", value: String(number), expected: "≤ 1000" });
    town.boards.set(x.board, x);
  },
  dialogue(town, x, at) {
    const before = town.dialogues.get(x.dialogue);
    equals("version", x.version, (before?.version ?? 0n) + 1n);
    must(x.begins <= x.ends, "wrong", { field: "ends", value: x.ends, expected: `≥ ${x.begins}` });
    must(x.status !== "finished" || (before?.feedback.size ?? 0) > 0, "not_now", { what: "feedback" });
    at.content("dialogue-content", x.content);
    town.dialogues.set(x.dialogue, { version: x.version, feedback: before?.feedback ?? new Set() });
  },
  feedback(town, x, at) {
    const { feedback } = get(town.dialogues, "dialogue", x.dialogue);
    fresh(feedback.has(x.content), "content", x.content);
    at.contentIfThere("report", x.content);
    feedback.add(x.content);
  },
  "round-begun"(town, x, at) {
    get(town.dialogues, "dialogue", x.dialogue);
    // There are keys of it without a round where its very beginning was lost.
    fresh(town.rounds.has(x.round) || town.identities.has(roundLog(x.round)), "round", x.round);
    equals("log", x.log, town.origin.slice(0, -"town".length) + roundLog(x.round));
    const keys = [...town.identities.values()].flat().map(({ key }) => key);
    fresh(keys.includes(x.key), "key", x.key);
    town.rounds.set(x.round, newRound(x, at.index));
    town.identities.set(roundLog(x.round), [{ generation: 1n, key: x.key, from: 0n }]);
  },
  "round-ended"(town, x, at) {
    const round = get(town.rounds, "round", x.round);
    fresh(round.end !== undefined, "round", x.round);
    must(round.phase === "allocated", "not_now", { what: "allocation" });
    equals("root", x.root, at.root(roundLog(x.round), x.size) ?? "?");
    must(at.root(roundLog(x.round), x.size + 1n) === undefined, "wrong", { field: "size", value: String(x.size), expected: `> ${x.size}` });
    equals("allocation", x.allocation, round.allocationDigest);
    round.end = { size: x.size, root: x.root };
  },
  decision(town, x, at) {
    const round = get(town.rounds, "round", x.round);
    must(round.end !== undefined, "not_now", { what: "round-ended" });
    fresh(round.decided !== undefined, "round", x.round);
    equals("allocation", x.allocation, round.allocationDigest);
    const content = at.content("decision", x.content);
    equals("departures", x.departures, departures(round, content));
    round.decided = { hour: at.entry.hour, content };
  },
  milestone(town, x, at) {
    const round = get(town.rounds, "round", x.round);
    const { content } = known(round.decided, "not_now", { what: "decision" });
    must(content.project.some(({ project, outcome }) => project === x.project && outcome === "funded"), "unknown", { field: "project", value: x.project });
    fresh(round.milestones.has(x.content), "content", x.content);
    at.content("milestone", x.content);
    round.milestones.add(x.content);
  },
  ...initiatives,
  ...projects,
  ...keeping,
};

/** Judges an entry where it stands in the town log and takes it into the state. */
export function admitTown(town: Town, at: At): void {
  const { statement } = at.entry;
  const { kind, fields } = statement as Statement;
  must((kind === "town-begun") === (at.index === 0), "wrong_beginning", { kind });
  if (kind === "town-begun") takesNoSeals(at.entry);
  else {
    if ("origin" in fields) must(fields.origin === town.origin, "other_log", { origin: fields.origin });
    checkSeals(at, town.officers);
  }
  must(!town.due || kind === "handed-over", "hand_over_due", { matter: town.due?.matter ?? "" });
  const rule = rules[kind] as Rule<Kind> | undefined;
  if (!rule) throw new Refusal("wrong_log", { kind });
  rule(town, fields as never, at);
}
