// A small municipality's record, made from nothing for tests and the bench: every kind of log, note and file, all keys from a seed.
// For Node only.

import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { base64, type Bytes, concat, hex, utf8 } from "../record/bytes.ts";
import { leafHash, nodeHash } from "../record/merkle.ts";
import { cosignerKey, verifierKey, vkeyText } from "../record/note.ts";
import { bundlesOf, tileIndexPath, tilePath, tilesOf } from "../record/tiles.ts";
import { allocate } from "./allocation.ts";
import { picksOf, Sums } from "./choices.ts";
import { parseContent } from "./contents.ts";
import { bytesOfHex } from "./hex.ts";
import { seedOf } from "./lot.ts";
import { isFunded } from "./rules/outcome.ts";
import { atHours, choiceLines, type Choices, type Line, planOf, type RoundPlan, shares } from "./sample_rounds.ts";
import { generationOrigin } from "./state.ts";
import { Tree } from "./tree.ts";

const sha256 = (bytes: Uint8Array | string): Bytes => new Uint8Array(createHash("sha256").update(bytes).digest());

export class Key {
  readonly hex: string;
  readonly bytes: Bytes;
  private readonly secret: KeyObject;

  constructor(name: string) {
    const seed = sha256(`sample key ${name}`);
    const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
    this.secret = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
    this.bytes = new Uint8Array(createPublicKey(this.secret).export({ format: "der", type: "spki" }).subarray(-32));
    this.hex = hex(this.bytes);
  }

  sign(message: string): string {
    return hex(this.signBytes(message));
  }

  signBytes(message: string): Bytes {
    return new Uint8Array(sign(null, utf8(message), this.secret));
  }
}

const pairs = (lines: Line[]) => lines.map(([field, value]) => `${field} ${value}\n`).join("");
const statement = (kind: string, ...lines: Line[]) => `radslag/v1/${kind}\n${pairs(lines)}`;

interface Made {
  entry: string;
  blobs: (Bytes | undefined)[]; // undefined: not handed out
}

/** One log, its entries and blobs. */
export class SampleLog {
  readonly made: Made[] = [];
  tree = new Tree();
  readonly origin: string;
  key: Key;
  readonly older: Key[] = [];
  generation = 1n;

  constructor(origin: string, key: Key) {
    this.origin = origin;
    this.key = key;
  }

  get size(): number {
    return this.made.length;
  }

  root(): string {
    return hex(this.tree.root()!);
  }

  add(hour: number, text: string, sealedBy: Key[], blobs: (Bytes | undefined)[] = []): number {
    const seals = [...sealedBy].sort((a, b) => (a.hex < b.hex ? -1 : 1)).map((key) => `signed ${key.hex} ${key.sign(text)}\n`);
    const entry = `hour ${hour}\n${text}${seals.join("")}`;
    this.made.push({ entry, blobs });
    this.tree.append(leafHash(utf8(entry)));
    return this.size - 1;
  }

  /** Forgets the last entries, as a disk may. */
  forget(entries: number): void {
    this.made.length -= entries;
    this.tree = new Tree();
    for (const { entry } of this.made) this.tree.append(leafHash(utf8(entry)));
  }

  /** A checkpoint of a size, signed with the log's key, with cosignatures at a time. */
  note(size = this.size, witnesses: Witness[] = [], seconds = 0): string {
    const name = generationOrigin(this.origin, this.generation);
    const text = `${name}\n${size}\n${base64(this.tree.root(size)!)}\n`;
    const line = (who: string, id: string, bytes: Uint8Array) => `\u2014 ${who} ${base64(concat(bytesOfHex(id), bytes))}\n`;
    const own = [this.key, ...this.older].map((key) => line(name, verifierKey(name, key.bytes).id, key.signBytes(text)));
    const others = witnesses.map(({ name: who, key }) => {
      const time = new Uint8Array(8);
      new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
      return line(who, cosignerKey(who, key.bytes).id, concat(time, key.signBytes(`cosignature/v1\ntime ${seconds}\n${text}`)));
    });
    return `${text}\n${own.join("")}${others.join("")}`;
  }

  receipt(index: number, size = this.size): string {
    const leaves = this.made.slice(0, size).map(({ entry }) => leafHash(utf8(entry)));
    const path = pathTo(index, leaves).map((hash) => `${base64(hash)}\n`);
    return `c2sp.org/tlog-proof@v1\nextra ${base64(utf8(this.made[index]!.entry))}\nindex ${index}\n${path.join("")}\n${this.note(size)}`;
  }
}

export interface Witness {
  name: string;
  key: Key;
}

function mth(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0]!;
  const k = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  return nodeHash(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

function pathTo(index: number, leaves: Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  return index < k ? [...pathTo(index, leaves.slice(0, k)), mth(leaves.slice(k))] : [...pathTo(index - k, leaves.slice(k)), mth(leaves.slice(0, k))];
}

export interface SampleOptions {
  ballots?: number;
  open?: boolean; // the round is not closed
  plan?: RoundPlan;
}

const firstHour = 494_122;

export class Sample {
  readonly townKey = new Key("town");
  readonly town = new SampleLog("sample.example/log/town", this.townKey);
  readonly round = new SampleLog("sample.example/log/rounds/parks", new Key("round"));
  readonly officers = [new Key("officer 1"), new Key("officer 2")];
  readonly registrar = new Key("registrar");
  readonly witnesses: Witness[] = [{ name: "audit.example/witness", key: new Key("witness 1") }, { name: "paper.example/witness", key: new Key("witness 2") }];
  readonly credentials: Key[];
  private hour = firstHour;
  private salts = 0;
  private readonly people: Bytes[];
  private readonly plan: RoundPlan;
  private closed: [number, string] = [0, ""]; // the round log's head then

  constructor({ ballots = 6, open = false, plan = planOf("plain") }: SampleOptions = {}) {
    this.plan = plan;
    this.people = Array.from({ length: 20 }, (_, i) => sha256(`person ${i}`)).sort((a, b) => (hex(a) < hex(b) ? -1 : 1));
    this.credentials = Array.from({ length: Math.max(2, Math.ceil(ballots / 2)) }, (_, i) => new Key(`credential ${i}`)).sort((a, b) => (a.hex < b.hex ? -1 : 1));
    this.begin();
    this.initiative();
    this.budget(ballots, open);
  }

  /** A blob of a content, and its digest. */
  blob(text: string): [Bytes, string] {
    const bytes = concat(sha256(`salt ${(this.salts += 1)}`), utf8(text)) as Bytes;
    return [bytes, hex(sha256(bytes))];
  }

  private content(kind: string, ...lines: Line[]): [Bytes, string] {
    return this.blob(statement(kind, ...lines));
  }

  act(kind: string, lines: Line[], sealedBy: Key[] = this.officers, blobs: (Bytes | undefined)[] = []): number {
    return this.town.add(this.hour, statement(kind, ["origin", this.town.origin], ...lines), sealedBy, blobs);
  }

  later(hours: number): void {
    this.hour += hours;
  }

  private begin(): void {
    const roles = "keeper,officer,election-board,board,registrar";
    const officers = this.officers.map((key, i): [string, string] => ["officer", `${key.hex} ${roles} Tjänsteman ${i + 1}`]).sort((a, b) => (a[1] < b[1] ? -1 : 1));
    this.act("town-begun", [["name", "Provköping"], ["currency", "SEK"], ["demo", "yes"], ...officers], []);
    this.act("registrar-announced", [["registrar", this.registrar.hex], ["site", "https://id.sample.example"]]);
    this.act("roll-edition", [["edition", "2026"], ["drawn", "2026-01-01"], ["people", 20], ["digest", hex(sha256("roll"))], ["area", "norr 10 Norra sidan"]]);
    this.act("board", [["board", "park"], ["version", 1], ["name", "Parknämnden"], ["email", "no"], ["cosigners", 0], ["days", 60], ["threshold", "3 signatures"]]);
    const [text, digest] = this.content("dialogue-content", ["title", "Parker"], ["summary", "Två rader:\n\tden här också."], ["board", "Parknämnden"], ["officer", "Parkkontoret"],
      ["kind", "project"], ["level", "co-decision"], ["influence", "Allt"], ["reported-to", "Nämnden"], ["reported-how", "Skriftligt"], ["comment", "Inget"]);
    this.act("dialogue", [["dialogue", "parks"], ["version", 1], ["status", "ongoing"], ["signal", "green"], ["begins", "2026-01-01"], ["ends", "2026-12-31"], ["content", digest]],
      [this.officers[0]!], [text]);
    const witnesses = this.witnesses.map(({ name, key }): [string, string] => ["witness", `${key.hex} ${name} Ett vittne`]).sort((a, b) => (a[1] < b[1] ? -1 : 1));
    this.act("witnesses-announced", [["version", 1], ["quorum", 1], ...witnesses]);
  }

  /** An attested statement of person number `who`. */
  attested(kind: string, before: Line[], who: number, blobs: (Bytes | undefined)[] = []): number {
    const leaves = this.people.map(leafHash);
    const pseudonym = hex(this.people[who]!);
    const lines: Line[] = [["origin", this.town.origin], ...before, ["roll", `20 ${hex(mth(leaves))}`], ["pseudonym", pseudonym], ["assurance", "code"],
      ["area", "norr"], ["attested", `${this.hour} ${hex(sha256(`nonce ${(this.salts += 1)}`)).slice(0, 32)}`]];
    const signed = statement(kind, ...lines);
    const registrar = this.registrar.sign(`radslag/v1/attestation\n${signed}`);
    const rest: Line[] = [["registrar", registrar], ["member", who], ...pathTo(who, leaves).map((hash): [string, string] => ["path", hex(hash)])];
    return this.town.add(this.hour, signed + pairs(rest), [], blobs);
  }

  private initiative(): void {
    const [text, subject] = this.content("initiative", ["title", "Fler bänkar"], ["text", "Det behövs."]);
    this.attested("initiative-raised", [["matter", "benches"], ["board", "park"], ["place", "-"], ["edition", "2026"], ["subject", subject]], 3, [text]);
    const gates = ["can-be-influenced", "are-we-open", "do-we-need-values", "will-people-learn", "influence"].map((field): [string, string] => [field, "Ja"]);
    const [opening, content] = this.content("initiative-opening", ...gates);
    this.act("initiative-opened", [["matter", "benches"], ["closes", this.hour + 24 * 30], ["threshold", 3], ["level", "dialogue"], ["content", content]], [this.officers[0]!], [opening]);
    const [name, nameDigest] = this.content("signature-name", ["name", "Ada"]);
    this.attested("signature", [["matter", "benches"], ["subject", subject], ["name", nameDigest]], 7, [name]);
    this.attested("signature", [["matter", "benches"], ["subject", subject], ["name", "-"]], 11);
    this.act("handed-over", [["matter", "benches"], ["board", "park"], ["signatures", 3]], []);
    const [decision, decided] = this.content("initiative-decision", ["board", "Parknämnden"], ["meeting", "2026-05-01"], ["diary", "PN 1"], ["reasons", "Bra."]);
    this.act("initiative-decided", [["matter", "benches"], ["outcome", "approved"], ["content", decided]], this.officers, [decision]);
  }

  /** Withholds the name beside the signature. */
  withhold(): void {
    const at = this.town.made.findIndex(({ entry }) => entry.includes("radslag/v1/signature\n"));
    const digest = /^name ([0-9a-f]{64})$/m.exec(this.town.made[at]!.entry)![1]!;
    this.town.made[at]!.blobs = [undefined];
    const [reason, content] = this.content("reason", ["text", "Begärt av den det gäller."]);
    this.act("blobs-withheld", [["log", "town"], ["ground", "erasure"], ["decision", "PN 7"], ["content", content], ["blob", digest]], this.officers, [reason]);
  }

  /** Gives the town log a new key; both sign from then on. */
  rotate(): void {
    const next = new Key("town 2");
    const lines = statement("log-key", ["origin", this.town.origin], ["key", next.hex]);
    this.town.add(this.hour, `${lines}signature ${this.town.key.sign(lines)}\n`, this.officers);
    this.town.older.push(this.town.key);
    this.town.key = next;
  }

  /** Loses the town log's last entries and goes on as its next generation; says what was lost by a receipt. */
  recover(entries: number): void {
    const { town } = this;
    const [lostSize, lostRoot, lost] = [town.size, town.root(), town.receipt(town.size - 1)];
    town.forget(entries);
    const next = new Key(`town, generation ${town.generation + 1n}`);
    const [reason, content] = this.content("reason", ["text", "Disken gick sönder."]);
    const lines = statement("log-recovered", ["origin", town.origin], ["log", "town"], ["generation", String(town.generation + 1n)], ["key", next.hex], ["kept", town.size],
      ["kept-root", town.root()], ["lost-size", lostSize], ["lost-root", lostRoot], ["content", content]);
    town.add(this.hour, `${lines}signature ${town.key.sign(lines)}\n`, this.officers, [reason]);
    town.older.length = 0;
    town.key = next;
    town.generation += 1n;
    this.resubmit(lost, lostSize - 1);
  }

  resubmit(receipt: string, index: number): void {
    const [blob, digest] = this.blob(receipt);
    this.act("entry-resubmitted", [["generation", String(this.town.generation - 1n)], ["index", index], ["receipt", digest]], [], [blob]);
  }

  private budget(ballots: number, open: boolean): void {
    const { round, town } = this;
    this.act("round-begun", [["round", "parks"], ["dialogue", "parks"], ["log", round.origin], ["key", round.key.hex]]);
    const text = statement("round-definition", ...atHours(this.plan.definition, this.hour));
    const [definition, definitionDigest] = this.blob(text);
    const [list, listDigest] = this.content("credentials", ["count", this.credentials.length], ...this.credentials.map((key): [string, string] => ["credential", key.hex]));
    const add = (kind: string, lines: Line[], blobs: Bytes[]) =>
      round.add(this.hour, statement(kind, ["origin", round.origin], ...lines), this.officers, blobs);
    add("round-opened", [["round", "parks"], ["town-size", town.size], ["town-root", town.root()], ["definition", definitionDigest], ["credentials", listDigest],
      ["roll", this.credentials.length]], [definition, list]);
    const last = new Map<string, Choices>();
    for (let i = 0; i < ballots; i += 1) {
      const key = this.credentials[i % this.credentials.length]!;
      const choices = this.plan.choices(i);
      last.set(key.hex, choices);
      const blob = this.ballot(key, definitionDigest, choices);
      round.add(this.hour, statement("ballot", ["credential", key.hex], ["ballot", hex(sha256(blob))]), [], [open ? undefined : blob]);
    }
    if (open) return;
    this.later(2000);
    add("round-closed", [["ballots", ballots]], []);
    this.closed = [this.round.size, this.round.root()];
    this.count(text, ballots, [...last.values()], add);
  }

  private ballot(key: Key, definition: string, choices: Choices): Bytes {
    const salt = sha256(`ballot ${(this.salts += 1)}`);
    const unsigned = statement("ballot-clear", ["origin", this.round.origin], ["definition", definition], ["credential", key.hex], ["salt", hex(salt)],
      ...choiceLines(choices, this.plan.projects));
    return concat(salt, utf8(`${unsigned}signature ${key.sign(unsigned)}\n`)) as Bytes;
  }

  /** The lot's seed, where the round has one. */
  private drawn(): string | null {
    const { round, plan: { shown } } = this;
    if (shown === undefined) return null;
    const lines = pairs([["origin", round.origin], ["head", this.closed.join(" ")], ...shown.map((n): [string, string] => ["share", `${n} ${shares[n - 1]}`])]);
    const seed = seedOf(lines);
    round.add(this.hour, `radslag/v1/lot-drawn\n${lines}seed ${seed}\n`, this.officers);
    return shown.length > 0 ? seed : null;
  }

  private count(text: string, ballots: number, last: Choices[], add: (kind: string, lines: Line[], blobs: Bytes[]) => void): void {
    const { round, plan: { projects } } = this;
    const definition = parseContent("round-definition", utf8(text));
    const picks = last.map(({ places, points }) => picksOf(definition, places, points));
    const sums = new Sums(projects.length);
    for (const each of picks) sums.add(each);
    const tallied = { ballots: BigInt(ballots), voters: sums.voters, blank: sums.blank, votes: sums.lines(definition), urn: [], invalid: [] };
    const [tally, tallyDigest] = this.content("tally", ["ballots", ballots], ["voters", last.length], ["blank", String(sums.blank)],
      ...tallied.votes.map((votes): [string, string] => ["votes", votes.join(" ")]));
    add("tally", [["tally", tallyDigest]], [tally]);
    const seed = this.drawn();
    const { lot, envelope, cost, count, compared, step, tie } = allocate(definition, tallied, tallyDigest, seed, [picks])!;
    const line = (field: string) => (values: unknown[]): [string, string] => [field, values.map((value) => value ?? "-").join(" ")];
    const [allocation, digest] = this.content("allocation", ["tally", tallyDigest], line("lot")([lot]), ["envelope", String(envelope)], ["cost", String(cost)],
      ...count.map(line("count")), ...compared.map(line("compared")), ...step.map(line("step")), ...tie.map((ids): [string, string] => ["tie", ids.join()]));
    const funded = step.flatMap(([project, , , fate]) => (isFunded(fate) ? [project] : []));
    add("allocation", [["allocation", digest], ["funded", funded.length], ["cost", String(cost)]], [allocation]);
    this.act("round-ended", [["round", "parks"], ["size", round.size], ["root", round.root()], ["allocation", digest]]);
    const first = funded[0];
    const decided = projects.flatMap((id): [string, string][] => {
      const given = funded.includes(id) && id !== first;
      return [["project", id], ["outcome", given ? "funded" : "not-funded"], ...(id === first ? [["reason", "Marken är inte vår."] as [string, string]] : [])];
    });
    const [content, contentDigest] = this.content("decision", ["board", "Parknämnden"], ["meeting", "2026-06-01"], ["diary", "PN 2"], ...decided);
    this.act("decision", [["round", "parks"], ["allocation", digest], ["departures", first === undefined ? 0 : 1], ["content", contentDigest]], this.officers, [content]);
  }

  /** Seals another statement of that kind in the round's place of it, with what its blob is then. */
  recount(kind: "tally" | "allocation", from: RegExp, to: (...found: string[]) => string): void {
    const { made } = this.round;
    const at = made.findIndex(({ entry }) => entry.includes(`radslag/v1/${kind}\n`));
    const content = new TextDecoder().decode(made[at]!.blobs[0]!.slice(32));
    const [blob, digest] = this.blob(content.replace(from, to));
    this.reseal(at, new RegExp(`^${kind} .*$`, "m"), `${kind} ${digest}`, [blob]);
  }

  redraw(from: RegExp, to: string): void {
    this.reseal(this.round.made.findIndex(({ entry }) => entry.includes("radslag/v1/lot-drawn\n")), from, to, []);
  }

  private reseal(at: number, from: RegExp, to: string, blobs: Bytes[]): void {
    const { round } = this;
    const text = round.made[at]!.entry.replace(/^hour \d+\n/, "").replace(/^signed .*\n/gm, "");
    if (!from.test(text)) throw new Error(`nothing to change: ${from}`);
    const later = round.made.slice(at + 1);
    round.forget(round.size - at);
    round.add(this.hour, text.replace(from, to), this.officers, blobs);
    for (const { entry, blobs: own } of later) round.add(this.hour, entry.replace(/^hour \d+\n/, "").replace(/^signed .*\n/gm, ""), this.officers, own);
  }

  get vkey(): string {
    return vkeyText(verifierKey(this.town.origin, this.townKey.bytes));
  }

  private policy(): string {
    const keys = (this.witnesses.map(({ name, key }) => cosignerKey(name, key.bytes)));
    const lines = keys.map(({ name, id, key }) => `witness ${name} ${name}+${id}+${base64(concat(Uint8Array.of(4), key))}`);
    const logs = [this.town, this.round].map((log) => `log ${vkeyText(verifierKey(generationOrigin(log.origin, log.generation), log.key.bytes))}`);
    return [...logs, ...lines, `group quorum 1 ${keys.map(({ name }) => name).join(" ")}`, "quorum quorum", ""].join("\n");
  }

  /** The files of a bundle, in order. */
  files(): Map<string, Bytes> {
    const files = new Map<string, Bytes>();
    const seconds = (this.hour + 1) * 3_600;
    for (const [name, log] of [["town", this.town], ["rounds/parks", this.round]] as const) {
      files.set(`${name}/checkpoint`, utf8(log.note(log.size, this.witnesses.slice(0, 1), seconds)));
      for (const { n, width } of bundlesOf(log.size)) {
        const made = log.made.slice(n * 256, n * 256 + width);
        const path = tileIndexPath(n, width);
        files.set(`${name}/tile/entries/${path}`, concat(...made.map(({ entry }) => sized(utf8(entry), 2))));
        files.set(`${name}/blobs/${path}`, concat(...made.flatMap(({ blobs }) => blobs.map((blob) => sized(blob ?? new Uint8Array(), 4)))));
      }
      for (const place of tilesOf(log.size)) files.set(`${name}/${tilePath(place)}`, log.tree.tile(place));
      files.set(`${name}/witnessed`, utf8(log.note(log.size, this.witnesses.slice(0, 1), seconds)));
    }
    files.set("policy", utf8(this.policy()));
    files.set("town/vkey", utf8(`${this.vkey}\n`));
    return files;
  }
}

function sized(bytes: Uint8Array, lengthBytes: 2 | 4): Bytes {
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, bytes.length);
  return concat(new Uint8Array(length.buffer).slice(4 - lengthBytes), bytes);
}

/** A ustar archive. */
export function tarOf(files: Map<string, Bytes>): Bytes {
  const blocks: Uint8Array[] = [];
  for (const [name, bytes] of files) {
    const header = new Uint8Array(512);
    const put = (at: number, text: string) => header.set(utf8(text), at);
    const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
    put(0, name);
    put(100, `${octal(0o644, 7)}${octal(0, 7)}${octal(0, 7)}${octal(bytes.length, 11)}${octal(0, 11)}        0`);
    put(257, "ustar\u000000");
    put(329, `${octal(0, 7)}${octal(0, 7)}`);
    put(148, `${octal(header.reduce((sum, byte) => sum + byte, 0), 6)} `);
    blocks.push(header, bytes, new Uint8Array((512 - (bytes.length % 512)) % 512));
  }
  return concat(...blocks, new Uint8Array(1024));
}
