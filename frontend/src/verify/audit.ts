// Reading a whole record and judging it: FORMAT.md from the pinned key on.

import { type Bytes, equal, hex, utf8 } from "../record/bytes.ts";
import { type Checkpoint, checkpointText, cosignerKey, openCheckpointBy, parseVerifierKey, splitNote, verifierKey, type VerifierKey } from "../record/note.ts";
import type { Policy } from "../record/policy.ts";
import { bundlesOf, tileIndexPath, tilePath, tilesOf } from "../record/tiles.ts";
import { blobDigest, openContent } from "./contents.ts";
import { decodeText, type Entry } from "./entry.ts";
import { type Details, type Finding, must, type Reason, Refusal } from "./finding.ts";
import { bytesOfHex } from "./hex.ts";
import { checkRecovered, checkWithheld, contentNames } from "./keeping.ts";
import { type Item, parseItems, splitBundle, splitPack } from "./packs.ts";
import { judgePapers, type PaperFile } from "./papers.ts";
import { factsOf } from "./facts.ts";
import type { Open, Paper, Report, Withheld } from "./report.ts";
import { admitRound } from "./round.ts";
import { Signatures, type Verifier } from "./signatures.ts";
import type { Source } from "./source.ts";
import { type At, generationOrigin, type Identity, newTown, type Round, roundLog, type Town } from "./state.ts";
import { blobsOf } from "./statements.ts";
import { admitTown } from "./town.ts";
import { Tree } from "./tree.ts";
import { judgeWitnesses } from "./witnessed.ts";

export interface Options {
  verifier: Verifier;
  /** The town log's vkey from elsewhere. */
  key?: VerifierKey;
  /** Whose cosignatures count instead of those whom the record announces. */
  policy?: Policy;
  /** Receipts, and checkpoints that were seen earlier. */
  papers?: PaperFile[];
  progress?: (log: string, done: number, size: number) => void;
  /** Seconds since 1970. */
  now?: number;
}

/** A log as it has been read. */
export interface Log {
  name: string;
  note: string;
  claimed: Checkpoint;
  tree: Tree;
  readable: boolean; // all entries were there
  intact: boolean;
  judged: boolean; // every entry so far
  stoppedAt?: number;
  lastHour: bigint;
  blobs: Map<string, { index: number; what: string }>; // what its entries name
  absent: Map<string, number>; // digests that were not handed out
  cosigned?: { count: number; known: number; seconds: number };
}

const mostExtra = 20; // files that are named

export class Audit {
  readonly town: Town = newTown();
  readonly logs = new Map<string, Log>();
  readonly findings: Finding[] = [];
  readonly open: Open[] = [];
  readonly withheld: Withheld[] = [];
  readonly papers: Paper[] = [];
  readonly source: Source;
  readonly options: Options;
  readonly counts = { entries: 0, signatures: 0, blobs: 0, tiles: 0 };
  private readonly signatures: Signatures;
  private readonly shownTexts = new Map<string, number>();
  private readonly unread = new Set<string>(); // logs whose size is not known
  private readonly expected = new Set<string>(); // files that belong to the record
  private key: VerifierKey | undefined;

  constructor(source: Source, options: Options) {
    this.source = source;
    this.options = options;
    this.signatures = new Signatures(options.verifier);
  }

  find(finding: Omit<Finding, "details"> & { details?: Details }): void {
    this.findings.push({ details: {}, ...finding });
  }

  private refuse(reason: unknown, place: { log: string; index?: number; file?: string }): void {
    if (!(reason instanceof Refusal)) throw reason;
    this.find({ ...place, reason: reason.reason, details: reason.details });
  }

  async run(): Promise<Report> {
    this.key = await this.chooseKey();
    const town = this.key && (await this.openLog("town"));
    if (town && town.claimed.size === 0) this.find({ log: "town", file: "town/checkpoint", reason: "empty_log" });
    else if (town) {
      await this.readTown(town);
      await this.readOpenRounds(town);
      await this.finish(town);
    }
    judgePapers(this, this.options.papers ?? []);
    for (const { log, index, reason, details } of await this.signatures.finish()) this.find({ log, index, reason, details });
    this.counts.signatures += this.signatures.count;
    return this.report();
  }

  private async chooseKey(): Promise<VerifierKey | undefined> {
    this.expected.add("town/vkey");
    let key = this.options.key;
    if (!key) {
      const bytes = await this.source.read("town/vkey");
      const line = bytes && /^[^\n]+(?=\n$)/.exec(new TextDecoder().decode(bytes))?.[0];
      key = line === undefined ? undefined : parseVerifierKey(line);
      if (!key) this.find({ log: "town", file: "town/vkey", reason: bytes ? "bad_vkey" : "file_missing" });
      this.open.push({ key: "not_pinned", details: {} });
    }
    if (key) this.town.identities.set("town", [{ generation: 1n, key: hex(key.key), from: 0n }]);
    return key;
  }

  /** Reads what a log's checkpoint claims. Its signature is judged when the log has been read: a later key may have signed it. */
  private async openLog(name: string, taken?: Bytes): Promise<Log | undefined> {
    const file = `${name}/checkpoint`;
    this.expected.add(file);
    const bytes = taken ?? (await this.source.read(file));
    try {
      if (!bytes) throw new Refusal("file_missing");
      const note = decodeText(bytes);
      const claimed = checkpointText(splitNote(note)?.text ?? "");
      if (!claimed) throw new Refusal("bad_note");
      const log: Log = {
        name, note, claimed, tree: new Tree(), readable: true, intact: false, judged: true, lastHour: 0n, blobs: new Map(), absent: new Map(),
      };
      this.logs.set(name, log);
      return log;
    } catch (reason) {
      this.unread.add(name);
      this.refuse(reason, { log: name, file });
      return undefined;
    }
  }

  /** The founding origin. */
  originOf(name: string): string {
    return name === "town" ? (this.key?.name ?? "") : (this.town.rounds.get(name.slice("rounds/".length))?.origin ?? "");
  }

  keyOf(name: string, { generation, key }: Identity): VerifierKey {
    return verifierKey(generationOrigin(this.originOf(name), generation), bytesOfHex(key));
  }

  /** The keys under which a log's note of that size may stand: the one that must, and older ones of the same generation. */
  keysAt(name: string, size: number, generation?: bigint): VerifierKey[] {
    const all = (this.town.identities.get(name) ?? []).filter(({ from }) => from <= BigInt(size));
    const of = generation ?? all.at(-1)?.generation;
    return all.filter((identity) => identity.generation === of).reverse().map((identity) => this.keyOf(name, identity));
  }

  private checkSignature(log: Log): void {
    const [key, ...older] = this.keysAt(log.name, log.claimed.size);
    this.counts.signatures += 1;
    if (!key || !openCheckpointBy(log.note, key, older)) this.find({ log: log.name, file: `${log.name}/checkpoint`, reason: "bad_checkpoint" });
  }

  private async readTown(town: Log): Promise<void> {
    await this.readEntries(town, (item, index) => this.takeTown(town, item, index));
  }

  private async takeTown(town: Log, item: Item, index: number): Promise<void> {
    const statement = item.entry?.statement;
    if (statement?.kind === "round-ended" && town.stoppedAt === undefined) {
      // A round's end is judged against its log, so that is read before it.
      const round = this.town.rounds.get(statement.fields.round);
      if (round && !this.logs.has(roundLog(round.id)) && !this.unread.has(roundLog(round.id))) await this.readRound(round);
      const log = round && this.logs.get(roundLog(round.id));
      if (log && !log.judged) return void this.stop(town, index);
    }
    this.admit(town, item, index, (at) => {
      admitTown(this.town, at);
      if (index === 0) must(this.town.origin === this.key!.name, "other_log", { origin: this.town.origin });
    });
    const text = statement?.kind === "initiative-raised" || statement?.kind === "project-proposed" ? statement.fields.subject : undefined;
    if (text !== undefined && item.blobs.has(text)) this.shownTexts.set(text, index);
  }

  private stop(log: Log, index: number): void {
    log.judged = false;
    log.stoppedAt ??= index;
  }

  /** Bundle by bundle; `take` gets each entry, before its leaf is in the tree. */
  private async readEntries(log: Log, take: (item: Item, index: number) => void | Promise<void>): Promise<void> {
    const begin = log.tree.size;
    for (const { n, width } of bundlesOf(log.claimed.size)) {
      const first = n * 256;
      if (first + width <= begin) continue;
      const items = await this.readBundle(log, n, width);
      if (!items) break;
      for (const [i, item] of items.entries()) {
        const index = first + i;
        if (index < begin) {
          if (!equal(item.leaf, log.tree.leaf(index)!)) this.find({ log: log.name, index, reason: "changed_while_read" });
          continue;
        }
        await take(item, index);
        log.tree.append(item.leaf);
        this.counts.entries += 1;
      }
      this.options.progress?.(log.name, log.tree.size, log.claimed.size);
      await this.signatures.settle();
    }
    if (log.readable) this.judgeRoot(log);
  }

  private judgeRoot(log: Log): void {
    log.intact = equal(log.tree.root()!, log.claimed.root);
    if (!log.intact) this.find({ log: log.name, file: `${log.name}/checkpoint`, reason: "root_differs", details: { size: log.claimed.size } });
  }

  private async readBundle(log: Log, n: number, width: number): Promise<Item[] | undefined> {
    const file = `${log.name}/tile/entries/${tileIndexPath(n, width)}`;
    const pack = `${log.name}/blobs/${tileIndexPath(n, width)}`;
    this.expected.add(file).add(pack);
    const [bundle, blobs] = await Promise.all([this.readGrowing(file), this.readGrowing(pack)]);
    let items: Item[];
    try {
      if (!bundle) throw new Refusal("file_missing");
      items = splitBundle(bundle.bytes, width, bundle.isFuller);
    } catch (reason) {
      this.refuse(reason, { log: log.name, file });
      log.readable = false;
      this.stop(log, n * 256);
      return undefined;
    }
    parseItems(items);
    try {
      if (!blobs) throw new Refusal("file_missing");
      splitPack(blobs.bytes, items, blobs.isFuller);
    } catch (reason) {
      this.refuse(reason, { log: log.name, file: pack });
      this.stop(log, n * 256);
    }
    return items;
  }

  /** A site that grows may have put a fuller file in the place of a partial one. */
  private async readGrowing(file: string): Promise<{ bytes: Bytes; isFuller: boolean } | undefined> {
    const bytes = await this.source.read(file);
    if (bytes) return { bytes, isFuller: false };
    const full = file.replace(/\.p\/[0-9]+$/, "");
    const fuller = this.source.live && full !== file ? await this.source.read(full) : undefined;
    return fuller && { bytes: fuller, isFuller: true };
  }

  private admit(log: Log, item: Item, index: number, judge: (at: At) => void): void {
    if (log.stoppedAt !== undefined) return;
    try {
      if (!item.entry) throw item.refusal!;
      const { entry } = item;
      must(entry.hour >= log.lastHour, "hour_back");
      this.checkBlobs(log, item, index, entry);
      judge(this.at(log, item, index, entry));
      log.lastHour = entry.hour;
    } catch (reason) {
      this.refuse(reason, { log: log.name, index });
      this.stop(log, index);
    }
  }

  private checkBlobs(log: Log, item: Item, index: number, entry: Entry): void {
    const names = contentNames(entry);
    for (const [i, digest] of blobsOf(entry.statement).entries()) {
      const blob = item.blobs.get(digest);
      if (blob) must(blobDigest(blob) === digest, "blob_digest", { digest: digest.slice(0, 16) });
      if (blob) this.counts.blobs += 1;
      must(!this.town.withheld.has(`${log.name} ${digest}`), "repeated", { field: "blob", value: digest });
      if (!log.blobs.has(digest)) log.blobs.set(digest, { index, what: names[i] ?? "" });
    }
  }

  private at(log: Log, item: Item, index: number, entry: Entry): At {
    const place = (reason: Reason, details: Details = {}) => ({ log: log.name, index, reason, details });
    const at: At = {
      log: log.name,
      index,
      entry,
      blob: (digest) => item.blobs.get(digest),
      absent: (digest) => void log.absent.set(digest, index),
      content: (kind, digest) => {
        const blob = item.blobs.get(digest);
        if (!blob) throw new Refusal("blob_missing", { digest: digest.slice(0, 16) });
        return openContent(kind, blob, digest.slice(0, 16));
      },
      contentIfThere: (kind, digest) => {
        if (item.blobs.has(digest)) return at.content(kind, digest);
        at.absent(digest);
        return undefined;
      },
      verify: (key, message, signature, reason, details) =>
        this.signatures.add({ key: bytesOfHex(key), message: utf8(message), signature: bytesOfHex(signature) }, place(reason, details)),
      checkSecret: (urn, json) => this.signatures.addBallot({ election: urn.election, ballot: json }, place("ballot_signature")),
      root: (name, size) => this.logs.get(name)?.tree.rootText(size),
    };
    return at;
  }

  private async readRound(round: Round, taken?: Bytes): Promise<void> {
    const name = roundLog(round.id);
    const bytes = taken ?? (await this.source.read(`${name}/checkpoint`));
    if (!bytes) return this.open.push({ key: "no_log", details: { round: round.id } }), undefined;
    const log = await this.openLog(name, bytes);
    if (!log) return;
    this.checkSignature(log);
    await this.readEntries(log, (item, index) => this.takeRound(log, round, item, index));
    this.judgeUrn(log, round);
  }

  private takeRound(log: Log, round: Round, item: Item, index: number): void {
    const statement = item.entry?.statement;
    const townSize = statement && "town-size" in statement.fields ? statement.fields["town-size"] : 0n;
    const stopped = this.logs.get("town")!.stoppedAt;
    if (log.stoppedAt === undefined && stopped !== undefined && townSize > BigInt(stopped)) {
      // Its officers are not known.
      this.open.push({ key: "rests_on_unread", details: { log: log.name, entry: stopped } });
      this.stop(log, index);
    }
    this.admit(log, item, index, (at) => admitRound(this.town, round, at));
  }

  private judgeUrn(log: Log, round: Round): void {
    if (!log.judged || round.phase !== "open" || round.shownFirst === undefined) return;
    this.find({ log: log.name, index: round.shownFirst, reason: "urn_was_open", details: { ballots: round.shown } });
  }

  /** The checkpoints of rounds that have not ended; then, where the record can grow, the town's again, so that it covers what they rest on. */
  private async readOpenRounds(town: Log): Promise<void> {
    const taken = new Map<string, Bytes | undefined>();
    for (let more = true; more; ) {
      more = false;
      for (const round of this.town.rounds.values()) {
        const name = roundLog(round.id);
        if (taken.has(round.id) || this.logs.has(name) || this.unread.has(name)) continue;
        taken.set(round.id, await this.source.read(`${name}/checkpoint`));
        more = true;
      }
      if (more && this.source.live && town.readable) more = await this.readOn(town);
    }
    for (const [id, bytes] of taken) {
      const round = this.town.rounds.get(id)!;
      if (!this.logs.has(roundLog(id))) await this.readRound(round, bytes);
    }
  }

  /** Whether the town log has grown meanwhile. */
  private async readOn(town: Log): Promise<boolean> {
    const bytes = await this.source.read("town/checkpoint");
    const note = bytes && decodeText(bytes);
    const claimed = note === undefined ? undefined : checkpointText(splitNote(note)?.text ?? "");
    if (!claimed || claimed.size < town.claimed.size) {
      this.find({ log: "town", file: "town/checkpoint", reason: "changed_while_read" });
      return false;
    }
    if (claimed.size === town.claimed.size) return false;
    Object.assign(town, { note, claimed });
    await this.readTown(town);
    return true;
  }

  private async finish(town: Log): Promise<void> {
    this.checkSignature(town);
    this.judgeDue(town);
    this.judgeAbsent(town);
    this.judgeWithheld(town);
    this.judgeRecovered(town);
    for (const log of this.logs.values()) await this.checkTiles(log);
    await judgeWitnesses(this, (file) => void this.expected.add(file));
    await this.judgeExtra();
    for (const log of this.logs.values()) {
      if (!log.judged) this.open.push({ key: "stopped", details: { log: log.name, entry: log.stoppedAt ?? 0 } });
    }
  }

  private judgeDue(town: Log): void {
    const { due } = this.town;
    if (due && town.judged && town.readable)
      this.find({ log: "town", index: town.tree.size - 1, reason: "hand_over_missing", details: { matter: due.matter } });
  }

  /** What was not handed out must be sealed or withheld, and what is sealed must not have been handed out. */
  private judgeAbsent(town: Log): void {
    if (!town.judged || !town.readable) return;
    for (const [text, index] of this.shownTexts) {
      if (this.town.sealed.has(text)) this.find({ log: "town", index, reason: "text_was_shown" });
    }
    let sealedTexts = 0;
    for (const log of this.logs.values()) {
      const round = this.town.rounds.get(log.name.slice("rounds/".length));
      let [first, missing] = [0, 0];
      for (const [digest, index] of log.absent) {
        const decided = this.town.withheld.get(`${log.name} ${digest}`);
        const what = log.blobs.get(digest)?.what ?? "";
        if (decided) {
          this.withheld.push({ log: log.name, index, ground: decided.ground, decision: decided.decision, digest });
        } else if (log.name === "town" && this.town.sealed.has(digest)) {
          sealedTexts += 1;
        } else if (what === "ballot" && round) {
          if (round.phase !== "open" && missing++ === 0) first = index;
        } else {
          this.find({ log: log.name, index, reason: "blob_missing", details: { digest: digest.slice(0, 16) } });
        }
      }
      if (missing > 0) this.find({ log: log.name, index: first, reason: "sealed_though_closed", details: { ballots: missing } });
    }
    if (sealedTexts > 0) this.open.push({ key: "sealed_texts", details: { texts: sealedTexts } });
  }

  private judgeWithheld(town: Log): void {
    if (!town.judged) return;
    for (const decided of this.town.withheld.values()) {
      const log = this.logs.get(decided.log);
      if (log && !log.judged) continue;
      try {
        checkWithheld(this.town, decided, log?.blobs.get(decided.digest)?.what, decided.hour);
      } catch (reason) {
        this.refuse(reason, { log: "town", index: decided.entry });
      }
    }
  }

  private judgeRecovered(town: Log): void {
    if (!town.judged) return;
    for (const recovery of this.town.recoveries) {
      const log = this.logs.get(recovery.log);
      if (recovery.log === "town" || !log?.readable) continue;
      try {
        checkRecovered(recovery, (size) => log.tree.rootText(size));
      } catch (reason) {
        this.refuse(reason, { log: "town", index: recovery.entry });
      }
    }
  }

  private async checkTiles(log: Log): Promise<void> {
    for (const place of tilesOf(log.claimed.size)) {
      const file = `${log.name}/${tilePath(place)}`;
      this.expected.add(file);
      if (!log.readable) continue;
      const tile = await this.readGrowing(file);
      this.counts.tiles += 1;
      if (!tile) this.find({ log: log.name, file, reason: "file_missing" });
      else if (!log.tree.hasTile(place, tile.isFuller ? tile.bytes.slice(0, place.width * 32) : tile.bytes)) this.find({ log: log.name, file, reason: "tile_differs" });
    }
  }

  /** What a folder that grew with the record may have beside it: beginnings of its files, and single blobs. */
  private async isOfGrowth(path: string): Promise<boolean> {
    const blob = /^(?:town|rounds\/[a-z0-9-]+)\/blob\/([0-9a-f]{64})$/.exec(path)?.[1];
    const bytes = blob === undefined && !/\.p\/[0-9]+$/.test(path) ? undefined : await this.source.read(path);
    if (!bytes) return false;
    if (blob !== undefined) return blobDigest(bytes) === blob;
    const stem = path.replace(/\.p\/[0-9]+$/, "");
    const now = [...this.expected].find((file) => file.replace(/\.p\/[0-9]+$/, "") === stem);
    const newest = now === undefined ? undefined : await this.source.read(now);
    if (!newest || newest.length < bytes.length) return false;
    // A pack's beginning changes when what was sealed is opened.
    return stem.includes("/blobs/") || equal(newest.subarray(0, bytes.length), bytes);
  }

  private async judgeExtra(): Promise<void> {
    // Which rounds there are is not known where the town log was not judged to its end.
    const someUnknown = !this.logs.get("town")!.judged;
    const ofUnread = (path: string) => (someUnknown && path.startsWith("rounds/")) || [...this.unread].some((log) => path.startsWith(`${log}/`));
    const ofUnreadable = (path: string) => [...this.logs.values()].some((log) => !log.readable && path.startsWith(`${log.name}/`));
    const others = (this.source.list() ?? []).filter((path) => !this.expected.has(path) && !ofUnread(path) && !ofUnreadable(path));
    const extra: string[] = [];
    for (const path of others) if (!this.source.grows || !(await this.isOfGrowth(path))) extra.push(path);
    for (const file of extra.slice(0, mostExtra)) this.find({ log: "", file, reason: "file_extra" });
  }

  private report(): Report {
    const facts = factsOf(this);
    const verdict = this.findings.length > 0 ? "fails" : this.withheld.length > 0 ? "withheld" : "holds";
    const { findings, open, withheld, papers, counts } = this;
    return { ...facts, pinned: this.options.key !== undefined, verdict, findings, open, withheld, papers, counts };
  }

  get vkey(): VerifierKey | undefined {
    return this.key;
  }

  get witnesses() {
    const { witnesses } = this.town;
    return (witnesses?.witness ?? []).map(([key, name]) => cosignerKey(name, bytesOfHex(key)));
  }
}

export const audit = (source: Source, options: Options): Promise<Report> => new Audit(source, options).run();
