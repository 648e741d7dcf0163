// The conditions of FORMAT.md section 4.2: round logs, and ballots in clear.

import { allocate } from "./allocation.ts";
import { flawOf, picksOf, Sums } from "./choices.ts";
import { type Content, contentOf, type Definition, openContent } from "./contents.ts";
import { decodeText, linesBefore } from "./entry.ts";
import { equals, must, Refusal } from "./finding.ts";
import { hex } from "../record/bytes.ts";
import { resubmitted } from "./keeping.ts";
import { drawLot } from "./lot.ts";
import { checkGrownFromCall } from "./projects.ts";
import type { Picks } from "./rules/election.ts";
import { isFunded } from "./rules/outcome.ts";
import { checkSeals, officersAt, takesNoSeals } from "./seals.ts";
import { openUrns, secretRules, tallySecret } from "./secret.ts";
import { type At, type ClearUrn, fresh, type Phase, type Round, type Town } from "./state.ts";
import type { Fields, Kind, Statement } from "./statements.ts";

export type RoundRule<K extends Kind> = (town: Town, round: Round, x: Fields<K>, at: At) => void;
export type RoundRules = { [K in Kind]?: RoundRule<K> };

export const mostBallots = 100; // under one credential

export const inPhase = (round: Round, phase: Phase) => must(round.phase === phase, "not_now", { what: round.phase });

/** Freezes the round's officers as they stood in the town log then. */
export function restOnTown(town: Town, round: Round, x: { round: string; "town-size": bigint; "town-root": string }, at: At): void {
  equals("round", x.round, round.id);
  equals("town-root", x["town-root"], at.root("town", x["town-size"]) ?? "?");
  must(BigInt(round.begun) < x["town-size"], "wrong", { field: "town-size", value: String(x["town-size"]), expected: `> ${round.begun}` });
  round.officers = officersAt(town.officers, x["town-size"]);
  checkSeals(at, round.officers);
}

function placesOf(round: Round, ids: string[]): number[] {
  return ids.map((id) => {
    const place = round.places.get(id);
    if (place === undefined) throw new Refusal("unknown", { field: "choice", value: id });
    return place;
  });
}

function choicesOf(round: Round, { choice, points }: Content<"ballot-clear">): Picks {
  const definition = round.definition!;
  const byPoints = definition.rule === "points";
  must((byPoints ? choice : points).length === 0, "ballot_choices", { what: definition.rule });
  const places = placesOf(round, byPoints ? points.map(([id]) => id) : choice);
  must(new Set(places).size === places.length, "ballot_choices", { what: "repeated" });
  must(definition.rule === "ranking" || places.every((place, i) => i === 0 || place > places[i - 1]!), "ballot_choices", { what: "listing-order" });
  const given = points.map(([, number]) => Number(number));
  const flaw = flawOf(definition, definition["choices-max"], places, given);
  if (flaw) throw new Refusal("ballot_choices", { what: flaw });
  return picksOf(definition, places, given);
}

/** A ballot in clear: whose it is, that it is for this round, its choices and its signature. */
function openBallot(round: Round, x: Fields<"ballot">, blob: Uint8Array, at: At): Picks {
  const ballot = openContent("ballot-clear", blob, x.ballot);
  const text = decodeText(contentOf(blob, x.ballot));
  const same = { origin: round.origin, definition: round.definitionDigest, credential: x.credential, salt: hex(blob.subarray(0, 32)) };
  for (const [field, value] of Object.entries(same)) must(ballot[field as keyof typeof same] === value, "ballot_other", { field });
  const choices = choicesOf(round, ballot);
  at.verify(x.credential, linesBefore(text, "signature"), ballot.signature, "ballot_signature");
  return choices;
}

export function noteShown(round: Round, at: At, blob: Uint8Array | undefined, digest: string): void {
  if (round.definition && at.entry.hour >= round.definition.closes) round.late += 1;
  if (round.phase !== "open") return void (!blob && at.absent(digest));
  if (blob) {
    round.shownFirst ??= at.index;
    round.shown += 1;
  } else {
    round.sealedFirst ??= at.index;
    round.sealed += 1;
    at.absent(digest);
  }
}

/** The recount: the last ballot under each credential. Where one of them cannot be opened, only how many there are. */
function recount(round: Round): Partial<Content<"tally">> {
  const sums = new Sums(round.definition!.project.length);
  const ballots: Picks[] = [];
  for (const { picks } of round.clear!.last.values()) {
    if (!picks) {
      round.uncounted = true;
      return { ballots: round.ballots, voters: BigInt(round.clear!.last.size) };
    }
    sums.add(picks);
    ballots.push(picks);
  }
  round.counted = [ballots];
  return { ballots: round.ballots, voters: sums.voters, blank: sums.blank, votes: sums.lines(round.definition!), urn: [], invalid: [] };
}

const lines = (value: unknown): string => JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner));

/** Each field by itself, so that the finding can name it. */
function compare(stated: Record<string, unknown>, counted: object, reason: "tally_differs" | "allocation_differs"): void {
  for (const [field, value] of Object.entries(counted)) must(lines(stated[field]) === lines(value), reason, { field });
}

function openClear(round: Round, x: Fields<"round-opened">, at: At): ClearUrn {
  const { credential: keys } = at.content("credentials", x.credentials);
  equals("roll", x.roll, BigInt(keys.length));
  must(x.election.length === 0 && x.page.length === 0, "wrong", { field: "election", value: String(x.election.length), expected: "0" });
  round.roll = x.roll;
  return { credentials: new Set(keys), cast: new Map(), last: new Map(), seen: new Set() };
}

function judgeDefinition(town: Town, round: Round, definition: Definition, townSize: bigint): void {
  equals("currency", definition.currency, town.currency);
  must(definition.ballot !== "clear/v1" || town.demo, "ballot_secret");
  const max = definition["choices-max"];
  must(max >= 1n && max <= BigInt(definition.project.length), "wrong", { field: "choices-max", value: String(max), expected: `1 … ${definition.project.length}` });
  must((definition.ballot !== "clear/v1") === (round.ceremony !== undefined), "not_now", { what: "ceremony-begun" });
  checkGrownFromCall(town, round.id, definition, townSize);
}

const rules: RoundRules = {
  "round-opened"(town, round, x, at) {
    restOnTown(town, round, x, at);
    const definition = at.content("round-definition", x.definition);
    judgeDefinition(town, round, definition, x["town-size"]);
    round.definition = definition;
    round.definitionDigest = x.definition;
    round.places = new Map(definition.project.map(({ project }, place) => [project, place]));
    if (definition.ballot === "clear/v1") round.clear = openClear(round, x, at);
    else round.secret = openUrns(town, round, x, at);
    round.phase = "open";
    round.opened = { hour: at.entry.hour, index: at.index };
  },
  ballot(_, round, x, at) {
    inPhase(round, "open");
    const urn = round.clear;
    if (!urn) throw new Refusal("ballot_secret");
    must(urn.credentials.has(x.credential), "unknown", { field: "credential", value: x.credential });
    fresh(urn.seen.has(x.ballot), "ballot", x.ballot);
    const cast = urn.cast.get(x.credential) ?? 0;
    must(cast < mostBallots, "wrong", { field: "ballot", value: String(cast + 1), expected: `≤ ${mostBallots}` });
    const blob = at.blob(x.ballot);
    noteShown(round, at, blob, x.ballot);
    const picks = blob && openBallot(round, x, blob, at);
    urn.seen.add(x.ballot);
    urn.cast.set(x.credential, cast + 1);
    urn.last.set(x.credential, picks ? { digest: x.ballot, picks } : { digest: x.ballot });
    round.ballots += 1n;
    round.voters = BigInt(urn.last.size);
  },
  "round-closed"(_, round, x, at) {
    inPhase(round, "open");
    must(x.ballots <= round.ballots, "wrong", { field: "ballots", value: String(x.ballots), expected: `≤ ${round.ballots}` });
    round.phase = "closed";
    round.closedSize = BigInt(at.index) + 1n;
  },
  tally(_, round, x, at) {
    inPhase(round, "closed");
    const stated = at.content("tally", x.tally);
    const counted = round.secret ? tallySecret(round, stated) : recount(round);
    compare(stated, counted, "tally_differs");
    round.tally = stated;
    round.tallyDigest = x.tally;
    round.phase = "tallied";
  },
  "lot-drawn"(_, round, x, at) {
    drawLot(round, x, at);
  },
  allocation(_, round, x, at) {
    inPhase(round, "tallied");
    const stated = at.content("allocation", x.allocation);
    must(round.definition!.ties.last !== "lot" || round.lot !== undefined, "not_now", { what: "lot-drawn" });
    const lot = round.lot ?? null;
    const counted = allocate(round.definition!, round.tally!, round.tallyDigest, lot, round.counted);
    // Without the ballots that the rule needs only what does not follow from them can be compared.
    compare(stated, counted ?? { tally: round.tallyDigest, lot, envelope: round.definition!.envelope }, "allocation_differs");
    equals("funded", x.funded, BigInt(stated.step.filter(([, , , fate]) => isFunded(fate)).length));
    equals("cost", x.cost, stated.cost);
    round.allocation = stated;
    round.allocationDigest = x.allocation;
    round.phase = "allocated";
  },
  "entry-resubmitted"(town, round, x, at) {
    must(round.phase !== "allocated", "not_now", { what: round.phase });
    resubmitted(town, x, at, (lost) => {
      const { kind, fields } = lost.entry.statement;
      if (kind === "credential-handed-out") secretRules["credential-handed-out"]!(town, round, fields, lost);
    });
  },
  ...secretRules,
};

/** Judges an entry where it stands in a round's log and takes it into the state. */
export function admitRound(town: Town, round: Round, at: At): void {
  const { kind, fields } = at.entry.statement as Statement;
  if (kind === "round-opened") must(round.phase === "begun", "frozen");
  if (kind === "ceremony-begun") must(at.index === 0, "frozen");
  must(at.index > 0 || kind === "round-opened" || kind === "ceremony-begun", "wrong_beginning", { kind });
  must(round.phase !== "allocated", "not_now", { what: "allocation" });
  if ("origin" in fields) must(fields.origin === round.origin, "other_log", { origin: fields.origin });
  // The first entries say themselves below which size of the town log their officers stand; a ballot takes seals only on paper.
  if (kind === "ballot") takesNoSeals(at.entry);
  else if (kind !== "round-opened" && kind !== "ceremony-begun" && kind !== "secret-ballot") checkSeals(at, round.officers);
  const rule = rules[kind] as RoundRule<Kind> | undefined;
  if (!rule) throw new Refusal("wrong_log", { kind });
  rule(town, round, fields as never, at);
}

