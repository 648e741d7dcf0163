// The conditions of FORMAT.md section 4.8: witnesses, keys, lost ends, withholding.

import { hex } from "../record/bytes.ts";
import { leafHash, verifyInclusion } from "../record/merkle.ts";
import { checkpointText, openCheckpointBy, splitNote, verifierKey } from "../record/note.ts";
import { parseReceipt } from "../record/receipt.ts";
import { contentOf } from "./contents.ts";
import { decodeText, type Entry, linesBefore, parseEntry } from "./entry.ts";
import { equals, known, must, Refusal } from "./finding.ts";
import { bytesOfHex } from "./hex.ts";
import { initiatives } from "./initiatives.ts";
import { verifyNow } from "./ed25519.ts";
import { type At, fresh, generationOrigin, get, type Identity, identityOf, type Recovery, type Town, type Withheld } from "./state.ts";
import type { Fields } from "./statements.ts";
import type { Rules } from "./town.ts";
import { utf8 } from "../record/bytes.ts";

const appealHours = 720n;
const emptyRoot = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const isLogKey = (town: Town, key: string) => [...town.identities.values()].flat().some((identity) => identity.key === key);

/** The founding origin of a log. */
const originOf = (town: Town, log: string) => (log === "town" ? town.origin : town.origin.slice(0, -"town".length) + log);

function checkNewKey(town: Town, x: { key: string; signature: string }, soFar: Identity, at: At): void {
  fresh(isLogKey(town, x.key), "key", x.key);
  at.verify(soFar.key, linesBefore(at.entry.text, "signature"), x.signature, "bad_key_signature");
}

/** That the log ended there: what is kept is what there is, and what is said to be lost is not there. */
function checkEnd(town: Town, x: Fields<"log-recovered">, at: At): void {
  const round = x.log === "town" ? undefined : town.rounds.get(x.log.slice("rounds/".length));
  if (x.log === "town") equals("kept", x.kept, BigInt(at.index));
  else if (!round) must(x.kept === 0n && x["kept-root"] === emptyRoot, "wrong", { field: "kept", value: String(x.kept), expected: "0" });
  else must(round.end === undefined, "not_now", { what: "round-ended" });
  if (x.log === "town") equals("kept-root", x["kept-root"], at.root("town", x.kept) ?? "?");
  const there = x.log === "town" && x["lost-size"] <= x.kept ? at.root("town", x["lost-size"]) : undefined;
  must(there === undefined || there !== x["lost-root"], "wrong", { field: "lost-root", value: x["lost-root"], expected: `≠ ${there ?? ""}` });
}

interface Shown {
  entry: Uint8Array;
  size: bigint;
  root: string;
}

/** Of a round's log, which is read after the town's: what was kept is there, and the head that was lost is not. */
export function checkRecovered(x: Recovery, root: (size: bigint) => string | undefined): void {
  equals("kept-root", x.keptRoot, root(x.kept) ?? "?");
  must(x.lostSize > x.kept || root(x.lostSize) !== x.lostRoot, "wrong", { field: "lost-root", value: x.lostRoot, expected: "≠" });
}

/** A receipt under the key and origin that a generation of the log had. */
function openLostReceipt(town: Town, log: string, generation: bigint, index: bigint, blob: Uint8Array, digest: string): Shown {
  const receipt = known(parseReceipt(decodeText(contentOf(blob, digest))), "bad_receipt");
  const entry = known(receipt.extra, "bad_receipt");
  equals("index", receipt.index, Number(index));
  const size = BigInt(checkpointText(splitNote(receipt.checkpoint)?.text ?? "")?.size ?? 0);
  const key = town.identities.get(log)?.filter((identity) => identity.generation === generation && identity.from <= size).at(-1)?.key;
  if (key === undefined) throw new Refusal("unknown", { field: "generation", value: String(generation) });
  const checkpoint = openCheckpointBy(receipt.checkpoint, verifierKey(generationOrigin(originOf(town, log), generation), bytesOfHex(key)));
  if (!checkpoint) throw new Refusal("bad_receipt");
  must(verifyInclusion(receipt.index, checkpoint.size, leafHash(entry), receipt.path, checkpoint.root), "bad_receipt");
  return { entry, size: BigInt(checkpoint.size), root: hex(checkpoint.root) };
}

/** `count` takes the lost entry into the state where its kind can count and it is to be admitted now. */
export function resubmitted(town: Town, x: Fields<"entry-resubmitted">, at: At, count: (lost: At) => void): void {
  const blob = known(at.blob(x.receipt), "blob_missing", { digest: x.receipt });
  const shown = openLostReceipt(town, at.log, x.generation, x.index, blob, x.receipt);
  const recovery = known(town.recoveries.find(({ log, generation }) => log === at.log && generation === x.generation + 1n), "unknown", {
    field: "generation",
    value: String(x.generation),
  });
  must(x.index >= recovery.kept, "wrong", { field: "index", value: String(x.index), expected: `≥ ${recovery.kept}` });
  must(shown.size !== recovery.lostSize || shown.root === recovery.lostRoot, "bad_receipt");
  fresh(recovery.shown.has(x.index), "index", String(x.index));
  recovery.shown.add(x.index);
  try {
    const entry = parseEntry(shown.entry);
    if (entry.hour > at.entry.hour || entry.seals.length > 0) return;
    if ("origin" in entry.statement.fields && entry.statement.fields.origin !== originOf(town, at.log)) return;
    count({ ...at, entry, verify: verifyAtOnce });
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason; // it is evidence of what was lost, no more
  }
}

const verifyAtOnce: At["verify"] = (key, message, signature, reason, details) =>
  must(verifyNow(bytesOfHex(key), utf8(message), bytesOfHex(signature)), reason, details);

/** The hour after which nothing about a matter can be appealed; undefined where it has not ended. */
function settledHour(town: Town, what: string, id: string): bigint | undefined {
  if (what === "initiative") return get(town.initiatives, "matter", id).settled;
  if (what === "call") get(town.calls, "matter", id);
  if (what === "round") get(town.rounds, "matter", id);
  return town.rounds.get(id)?.decided?.hour;
}

const withholdable = ["initiative", "signature-name", "reason", "report", "proposal", "picture"];

/** Judged when all logs have been read: a round's may be read after the town's. `what`: what kind of content the log names there. */
export function checkWithheld(town: Town, x: Withheld, what: string | undefined, hour: bigint): void {
  if (what === undefined) throw new Refusal("unknown", { field: "blob", value: x.digest });
  if (withholdable.includes(what)) return;
  const decided = what === "ballot" ? town.rounds.get(x.log.slice("rounds/".length))?.decided?.hour : undefined;
  must(decided !== undefined && hour >= decided + appealHours, "not_withholdable", { digest: x.digest.slice(0, 16) });
}

/** What content each of an entry's blobs is, as far as withholding asks. */
export function contentNames({ statement }: Entry): string[] {
  switch (statement.kind) {
    case "initiative-raised": return ["initiative"];
    case "signature": return statement.fields.name === null ? [] : ["signature-name"];
    case "project-proposed": return ["proposal"];
    case "initiative-report": case "feedback": return ["report"];
    case "initiative-rejected": case "signature-set-aside": case "signature-restored": case "credential-blocked": case "reserve-activated":
    case "blobs-withheld": case "log-recovered": return ["reason"];
    case "project-assessed": return statement.fields.picture === null ? [""] : ["picture", ""];
    case "ballot": case "secret-ballot": return ["ballot"];
    default: return [];
  }
}

export const keeping: Rules = {
  "witnesses-announced"(town, x) {
    equals("version", x.version, (town.witnesses?.version ?? 0n) + 1n);
    town.witnesses = x;
  },
  "log-key"(town, x, at) {
    const soFar = identityOf(town, "town")!;
    checkNewKey(town, x, soFar, at);
    town.identities.get("town")!.push({ generation: soFar.generation, key: x.key, from: BigInt(at.index + 1) });
  },
  "log-recovered"(town, x, at) {
    const lostBeginning = x.log !== "town" && !town.rounds.has(x.log.slice("rounds/".length));
    const soFar = identityOf(town, lostBeginning ? "town" : x.log)!;
    if (lostBeginning) fresh(town.identities.has(x.log), "log", x.log);
    equals("generation", x.generation, lostBeginning ? 2n : soFar.generation + 1n);
    checkNewKey(town, x, soFar, at);
    checkEnd(town, x, at);
    at.contentIfThere("reason", x.content);
    const from = x.log === "town" ? BigInt(at.index + 1) : x.kept;
    const identities = town.identities.get(x.log) ?? [];
    town.identities.set(x.log, [...identities, { generation: x.generation, key: x.key, from }]);
    town.recoveries.push({ log: x.log, generation: x.generation, kept: x.kept, lostSize: x["lost-size"], lostRoot: x["lost-root"], keptRoot: x["kept-root"], entry: at.index, shown: new Set() });
  },
  "entry-resubmitted"(town, x, at) {
    resubmitted(town, x, at, (lost) => {
      const { kind, fields } = lost.entry.statement;
      // The name was in a blob that is lost too.
      if (kind === "signature") initiatives.signature!(town, { ...fields, name: null }, lost);
      if (kind === "withdrawal") initiatives.withdrawal!(town, fields, lost);
    });
  },
  "blobs-withheld"(town, x, at) {
    if (x.log !== "town") must(get(town.rounds, "log", x.log.slice("rounds/".length)).end !== undefined, "not_now", { what: "round-ended" });
    at.contentIfThere("reason", x.content);
    for (const digest of x.blob) {
      const name = `${x.log} ${digest}`;
      fresh(town.withheld.has(name), "blob", digest);
      town.withheld.set(name, { log: x.log, digest, ground: x.ground, decision: x.decision, entry: at.index, hour: at.entry.hour });
    }
  },
  "matter-key-destroyed"(town, x, at) {
    const [what, id] = x.matter;
    fresh(town.destroyed.has(x.matter.join(" ")), "matter", x.matter.join(" "));
    const settled = settledHour(town, what, id);
    must(settled !== undefined && at.entry.hour >= settled + appealHours, "not_now", { what: "720 h" });
    town.destroyed.add(x.matter.join(" "));
  },
};

