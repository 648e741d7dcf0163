// The conditions of FORMAT.md section 4.4.

import { checkAttestation, rollOf } from "./attestation.ts";
import { equals, must, Refusal } from "./finding.ts";
import { type At, fresh, get, type Initiative, type Standing, type Town } from "./state.ts";
import type { Fields } from "./statements.ts";
import type { Rules } from "./town.ts";

function put(matter: Initiative, pseudonym: string, state: Standing): void {
  if (matter.signers.get(pseudonym) === "stands") matter.standing -= 1;
  if (state === "stands") matter.standing += 1;
  matter.signers.set(pseudonym, state);
}

const standing = (matter: Initiative): bigint => BigInt(matter.standing);

const isSettled = ({ phase }: Initiative) => phase === "decided" || phase === "rejected" || phase === "expired";

const inPhase = (matter: Initiative, phase: Initiative["phase"]) => must(matter.phase === phase, "not_now", { what: phase });

/** The board's rule, for a matter's place and edition of the roll. */
export function thresholdOf(board: Fields<"board">, edition: Fields<"roll-edition">, place: string | null): bigint {
  const own = board["area-threshold"].find(([area]) => area === place);
  const [number, unit] = own ? [own[1], own[2]] : board.threshold;
  if (unit === "signatures") return number;
  const area = own && edition.area.find(([id]) => id === place);
  const people = area ? area[1] : edition.people;
  return (people * number + 999n) / 1_000n;
}

/** The hand-over follows at once, as the very next entry. */
function lookAtThreshold(town: Town, x: Initiative): void {
  const signatures = standing(x);
  if (x.phase === "open" && signatures >= x.threshold) town.due = { origin: town.origin, matter: x.id, board: x.board, signatures };
}

function sign(matter: Initiative, x: Fields<"signature"> | Fields<"initiative-raised">): void {
  put(matter, x.pseudonym, "stands");
  matter.assurances.set(x.pseudonym, x.assurance);
  matter.used.add(`${x.pseudonym} ${x.attested[1]}`);
}

function sameSubject(matter: Initiative, x: Fields<"signature"> | Fields<"withdrawal">): void {
  equals("subject", x.subject, matter.subject);
  equals("roll", rollOf(x), matter.roll);
  fresh(matter.used.has(`${x.pseudonym} ${x.attested[1]}`), "attested", x.attested[1]);
}

/** An officer's act about a signature: good once. */
function aside(town: Town, x: Fields<"signature-set-aside">, at: At): Initiative {
  const matter = get(town.initiatives, "matter", x.matter);
  must(!isSettled(matter), "not_now", { what: matter.phase });
  fresh(matter.said.has(x.content), "content", x.content);
  at.contentIfThere("reason", x.content);
  return matter;
}

export const initiatives: Rules = {
  "initiative-raised"(town, x, at) {
    fresh(town.initiatives.has(x.matter) || town.calls.has(x.matter), "matter", x.matter);
    const board = get(town.boards, "board", x.board);
    must(x.assurance !== "email" || board.email === "yes", "email_refused");
    fresh(town.subjects.has(x.subject), "subject", x.subject);
    checkAttestation(town, x, x.edition, at);
    must(x.place === null || get(town.editions, "edition", x.edition).area.some(([area]) => area === x.place), "unknown", { field: "place", value: x.place ?? "" });
    const content = at.contentIfThere("initiative", x.subject);
    const matter: Initiative = {
      id: x.matter, board: x.board, place: x.place, edition: x.edition, people: x.roll[0], roll: rollOf(x), subject: x.subject, title: content?.title ?? "",
      raised: at.index, phase: "raised", closes: 0n, threshold: 0n, signers: new Map(), standing: 0, assurances: new Map(), used: new Set(), said: new Set(),
    };
    sign(matter, x);
    town.initiatives.set(x.matter, matter);
    town.subjects.add(x.subject);
    town.sealed.add(x.subject);
  },
  signature(town, x, at) {
    const matter = get(town.initiatives, "matter", x.matter);
    const board = get(town.boards, "board", matter.board);
    const gathering = matter.phase === "raised" && board.cosigners > 0n;
    const open = (matter.phase === "open" || matter.phase === "handed-over") && at.entry.hour < matter.closes;
    must(gathering || open, "not_now", { what: matter.phase });
    sameSubject(matter, x);
    must(x.assurance !== "email" || board.email === "yes", "email_refused");
    const before = matter.signers.get(x.pseudonym);
    must(before === undefined || before === "withdrawn", "signed_already", { pseudonym: x.pseudonym.slice(0, 16) });
    checkAttestation(town, x, matter.edition, at);
    if (x.name !== null) at.contentIfThere("signature-name", x.name);
    sign(matter, x);
    lookAtThreshold(town, matter);
  },
  withdrawal(town, x, at) {
    const matter = get(town.initiatives, "matter", x.matter);
    must(!isSettled(matter), "not_now", { what: matter.phase });
    sameSubject(matter, x);
    must(matter.signers.get(x.pseudonym) === "stands", "not_signed", { pseudonym: x.pseudonym.slice(0, 16) });
    checkAttestation(town, x, matter.edition, at);
    put(matter, x.pseudonym, "withdrawn");
    matter.used.add(`${x.pseudonym} ${x.attested[1]}`);
  },
  "initiative-opened"(town, x, at) {
    const matter = get(town.initiatives, "matter", x.matter);
    inPhase(matter, "raised");
    must(!town.withheld.has(`town ${matter.subject}`), "blob_missing", { digest: matter.subject.slice(0, 16) });
    const board = get(town.boards, "board", matter.board);
    const signatures = standing(matter);
    must(signatures > board.cosigners, "wrong", { field: "signature", value: String(signatures), expected: `≥ ${board.cosigners + 1n}` });
    equals("threshold", x.threshold, thresholdOf(board, get(town.editions, "edition", matter.edition), matter.place));
    const last = at.entry.hour + (board.days + 1n) * 24n;
    must(x.closes > at.entry.hour && x.closes <= last, "wrong", { field: "closes", value: String(x.closes), expected: `≤ ${last}` });
    at.content("initiative-opening", x.content);
    Object.assign(matter, { phase: "open", closes: x.closes, threshold: x.threshold });
    town.sealed.delete(matter.subject);
    lookAtThreshold(town, matter);
  },
  "initiative-rejected"(town, x, at) {
    const matter = get(town.initiatives, "matter", x.matter);
    inPhase(matter, "raised");
    if (x.into !== null) {
      const other = get(town.initiatives, "into", x.into);
      must(other !== matter && other.phase !== "rejected" && other.phase !== "raised", "unknown", { field: "into", value: x.into });
    }
    at.contentIfThere("reason", x.content);
    matter.phase = "rejected";
    matter.settled = at.entry.hour;
    if (x.reason !== "unlawful") town.sealed.delete(matter.subject);
  },
  "handed-over"(town, x) {
    const { due } = town;
    const expected = due && due.matter === x.matter && due.board === x.board && due.signatures === x.signatures;
    if (!expected) throw new Refusal("hand_over_stray", { matter: x.matter });
    const matter = get(town.initiatives, "matter", x.matter);
    matter.phase = "handed-over";
    delete town.due;
  },
  "initiative-expired"(town, x, at) {
    const matter = get(town.initiatives, "matter", x.matter);
    inPhase(matter, "open");
    must(at.entry.hour >= matter.closes, "not_now", { what: "open" });
    equals("signatures", x.signatures, standing(matter));
    matter.phase = "expired";
    matter.settled = at.entry.hour;
  },
  "signature-set-aside"(town, x, at) {
    const matter = aside(town, x, at);
    must(matter.signers.get(x.pseudonym) === "stands", "not_signed", { pseudonym: x.pseudonym.slice(0, 16) });
    put(matter, x.pseudonym, "aside");
    matter.said.add(x.content);
  },
  "signature-restored"(town, x, at) {
    const matter = aside(town, x, at);
    must(matter.signers.get(x.pseudonym) === "aside", "not_signed", { pseudonym: x.pseudonym.slice(0, 16) });
    put(matter, x.pseudonym, "stands");
    matter.said.add(x.content);
    lookAtThreshold(town, matter);
  },
  "initiative-report"(town, x, at) {
    const matter = get(town.initiatives, "matter", x.matter);
    inPhase(matter, x.step === "preparation" ? "handed-over" : "decided");
    fresh(matter.said.has(x.content), "content", x.content);
    at.contentIfThere("report", x.content);
    matter.said.add(x.content);
  },
  "initiative-decided"(town, x, at) {
    const matter = get(town.initiatives, "matter", x.matter);
    inPhase(matter, "handed-over");
    at.content("initiative-decision", x.content);
    matter.phase = "decided";
    matter.settled = at.entry.hour;
  },
};
