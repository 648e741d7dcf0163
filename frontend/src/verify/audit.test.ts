import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, utf8 } from "../record/bytes.ts";
import { parseVerifierKey } from "../record/note.ts";
import { parsePolicy } from "../record/policy.ts";
import { readMessages } from "../messages.ts";
import { readFileSync } from "node:fs";
import { audit, type Options } from "./audit.ts";
import { reasons } from "./finding.ts";
import { inline } from "./inline.ts";
import type { Report } from "./report.ts";
import { planOf, type SampleRound } from "./sample_rounds.ts";
import { Key, Sample, tarOf } from "./samples.ts";
import { findingText, headline, openText } from "./sentences.ts";
import { openFiles, openTar } from "./source.ts";
import { readTar } from "./ustar.ts";

const sample = new Sample();
const files = sample.files();
const key = parseVerifierKey(sample.vkey)!;
const catalogue = (language: string) => readMessages(readFileSync(`locales/${language}/verify.json`, "utf8"), language);

const run = (of: Map<string, Bytes>, options: Partial<Options> = {}): Promise<Report> =>
  audit(openFiles(new Map([...of].map(([path, bytes]) => [path, new Blob([bytes])]))), { verifier: inline, key, ...options });

const found = ({ findings }: Report) => findings.map(({ log, index, file, reason }) => [log, index ?? file, reason].join(" "));

/** The bundle with one file changed. */
const changed = (path: string, change: (bytes: Bytes) => Bytes | undefined): Map<string, Bytes> => {
  const copy = new Map(files);
  const bytes = change(copy.get(path)!.slice());
  if (bytes) copy.set(path, bytes);
  else copy.delete(path);
  return copy;
};

const replaced = (from: string, to: string) => (bytes: Bytes) => {
  const text = Buffer.from(bytes).toString("latin1");
  assert.ok(text.includes(from), from);
  return new Uint8Array(Buffer.from(text.replace(from, to), "latin1"));
};

test("a whole record holds, as files and as an archive", async () => {
  const report = await run(files);
  assert.deepEqual(found(report), []);
  assert.equal(report.verdict, "holds");
  assert.equal(report.rounds[0]!.ballots, 6);
  assert.deepEqual(report.logs.map(({ cosigned }) => cosigned?.count), [1, 1]);
  const archive = await audit(await openTar(new Blob([tarOf(files)])), { verifier: inline });
  assert.equal(archive.verdict, "holds");
  assert.ok(archive.open.some(({ key: open }) => open === "not_pinned"));
});

test("rounds of each kind hold, and another count of them does not", async () => {
  for (const kind of ["shares", "points", "lot", "unlucky"] as const) {
    const other = new Sample({ plan: planOf(kind), ballots: 16 });
    const report = await run(other.files());
    assert.deepEqual(found(report), [], kind);
    assert.ok(report.rounds[0]!.recounted);
    assert.equal(report.rounds[0]!.departures[0]!.funded, false);
    const at = other.round.made.findIndex(({ entry }) => entry.includes("radslag/v1/allocation\n"));
    const blob = new TextDecoder().decode(other.round.made[at]!.blobs[0]!.slice(32));
    assert.match(blob, kind === "lot" ? /^lot [0-9a-f]{64}$/m : /^lot -$/m);
    assert.match(blob, kind === "points" || kind === "unlucky" ? /^count - 8 1 -$/m : /^count - 8 \d+ \d+$/m);
  }
});

test("a round whose count or lot is another is found", async () => {
  const attempts: [SampleRound, string, (x: Sample) => void, string][] = [
    ["shares", "allocation", (x) => x.recount("allocation", /^(step .*) (\d+)$/m, (_, before, number) => `${before} 1${number}`), "allocation_differs step"],
    ["shares", "allocation", (x) => x.recount("allocation", /^count - 8 (\d+)/m, (_, runs) => `count - 8 1${runs}`), "allocation_differs count"],
    ["shares", "allocation", (x) => x.recount("allocation", /^compared - (\d+)/m, (_, number) => `compared - 1${number}`), "allocation_differs compared"],
    ["points", "tally", (x) => x.recount("tally", /^votes p1 (\d+) (\d+)$/m, (_, votes, score) => `votes p1 ${votes} 1${score}`), "tally_differs votes"],
    ["lot", "lot-drawn", (x) => x.redraw(/^(head \d+ )./m, "$1z"), "bad_field head"],
    ["lot", "lot-drawn", (x) => x.redraw(/^head (\d+)/m, "head 1$1"), "lot_differs head"],
    ["lot", "lot-drawn", (x) => x.redraw(/^share 3 3/m, "share 3 4"), "lot_differs share 3"],
    ["lot", "lot-drawn", (x) => x.redraw(/^share 3 /m, "share 4 "), "lot_differs share 4"],
    ["lot", "lot-drawn", (x) => x.redraw(/^share 3 /m, "share 2 "), "bad_field share"],
    ["lot", "lot-drawn", (x) => x.redraw(/^share 1 .*\n/m, ""), "lot_differs share"],
    ["lot", "lot-drawn", (x) => x.redraw(/^(share .*\n)+/m, ""), "lot_differs seed"],
    ["unlucky", "lot-drawn", (x) => x.redraw(/^seed /m, `share 1 ${"1".repeat(64)}\nseed `), "lot_differs share"],
    ["lot", "lot-drawn", (x) => x.redraw(/^seed .*$/m, `seed ${"0".repeat(64)}`), "lot_differs seed"],
  ];
  for (const [kind, place, attempt, expected] of attempts) {
    const other = new Sample({ plan: planOf(kind), ballots: 16 });
    attempt(other);
    const { findings } = await run(other.files());
    const entry = other.round.made.findIndex(({ entry: text }) => text.includes(`radslag/v1/${place}\n`));
    const finding = findings.find(({ log, index }) => log === "rounds/parks" && index === entry);
    assert.equal(`${finding?.reason} ${finding?.details["field"]}`, expected);
  }
});

test("ballots of an open round are sealed, and an open urn is found", async () => {
  const open = new Sample({ open: true });
  const report = await run(open.files());
  assert.equal(report.verdict, "holds", found(report).join());
  assert.ok(report.open.some(({ key: what }) => what === "sealed_ballots"));
});

test("a withheld content is no fault, and without its decision it is one", async () => {
  const withheld = new Sample();
  withheld.withhold();
  const report = await run(withheld.files());
  assert.equal(report.verdict, "withheld", found(report).join());
  assert.equal(report.withheld[0]!.decision, "PN 7");
  const at = new Sample();
  at.town.made[8]!.blobs = [undefined];
  assert.deepEqual(found(await run(at.files())), ["town 8 blob_missing"]);
});

test("the town's key can be changed by the one before, and by no other", async () => {
  const rotated = new Sample();
  rotated.rotate();
  rotated.act("officer-announced", [["officer", `${new Key("new").hex} officer Ny`]]);
  assert.equal((await run(rotated.files())).verdict, "holds");
  rotated.town.older.length = 0;
  assert.equal((await run(rotated.files())).verdict, "holds");
  const old = new Sample();
  old.rotate();
  old.town.key = old.town.older.pop()!;
  assert.deepEqual(found(await run(old.files())), ["town town/checkpoint bad_checkpoint", "town town/witnessed bad_witnessed"]);
});

test("a lost end is said, a lost entry is shown again once, and the old head is explained", async () => {
  const lost = new Sample();
  const before = { name: "s", text: lost.town.note() };
  const receipt = lost.town.receipt(14);
  lost.recover(1);
  const report = await run(lost.files(), { papers: [before] });
  assert.deepEqual(found(report), []);
  assert.equal(report.logs[0]!.origin, "sample.example/log/town/2");
  lost.resubmit(receipt, 14);
  assert.deepEqual(found(await run(lost.files())), ["town 16 repeated"]);
  const unsaid = new Sample();
  unsaid.town.forget(1);
  assert.deepEqual(found(await run(unsaid.files(), { papers: [before] })), [" s seen_longer"]);
});

test("what was kept is held against the record", async () => {
  const papers = [{ name: "r", text: sample.town.receipt(5, 9) }, { name: "s", text: `Anslag\n\n${sample.round.note(4)}\nSlut\n` }];
  const good = await run(files, { papers });
  assert.equal(good.verdict, "holds", found(good).join());
  assert.deepEqual(good.papers.map(({ kind, log, size }) => `${kind} ${log} ${size}`), ["receipt town 9", "seen rounds/parks 4"]);
  const longer = new Sample();
  longer.later(1);
  longer.act("officer-announced", [["officer", `${new Key("x").hex} officer X`]]);
  assert.deepEqual(found(await run(files, { papers: [{ name: "s", text: longer.town.note() }] })), [" s seen_longer"]);
  assert.deepEqual(found(await run(files, { papers: [{ name: "r", text: longer.town.receipt(15) }] })), [" r receipt_newer"]);
  const other = new Sample({ ballots: 5 });
  assert.deepEqual(found(await run(files, { papers: [{ name: "s", text: other.round.note(8) }] })), [" s seen_other"]);
  assert.deepEqual(found(await run(files, { papers: [{ name: "r", text: other.round.receipt(2, 8) }] })), [" r receipt_fork"]);
  const forged = await run(files, { papers: [{ name: "r", text: sample.town.receipt(5).replace("index 5", "index 6") }, { name: "t", text: "?" }] });
  assert.deepEqual(forged.papers.map(({ flaw }) => flaw), ["proof", "unreadable"]);
  assert.equal(forged.verdict, "holds"); // it proves nothing, for or against
});

test("a policy of the auditor's own", async () => {
  const policy = new TextDecoder().decode(files.get("policy"));
  assert.equal((await run(files, { policy: parsePolicy(policy)! })).verdict, "holds");
  const both = await run(files, { policy: parsePolicy(policy.replace("group quorum 1", "group quorum 2"))! });
  assert.deepEqual(found(both), ["town town/checkpoint not_witnessed"]);
  assert.deepEqual(found(await run(files, { now: 1_000_000 })).filter((each) => each.endsWith("witness_ahead")).length, 4);
});

const townEntries = [...files.keys()].find((path) => path.startsWith("town/tile/entries"))!;
const roundEntries = [...files.keys()].find((path) => path.startsWith("rounds/parks/tile/entries"))!;
const roundBlobs = [...files.keys()].find((path) => path.startsWith("rounds/parks/blobs"))!;

test("each change is found where it is", async () => {
  const cases: [string, (bytes: Bytes) => Bytes | undefined, RegExp][] = [
    [townEntries, replaced("email no", "email ja"), /^town 3 bad_field/],
    [townEntries, replaced("signatures 3", "signatures 4"), /^town 10 hand_over_stray/],
    [townEntries, replaced("departures 1", "departures 2"), /^town 14 (bad_seal|wrong)/],
    [townEntries, (bytes) => bytes.slice(0, -1), /entries.* file_cut/],
    [townEntries, (bytes) => new Uint8Array([...bytes, 0]), /entries.* file_long/],
    [townEntries, () => undefined, /entries.* file_missing/],
    [roundEntries, replaced("ballots 6", "ballots 7"), /^rounds\/parks 7 wrong/],
    [roundBlobs, replaced("ballots 6", "ballots 7"), /^rounds\/parks 8 blob_digest/],
    [roundBlobs, () => undefined, /blobs.* file_missing/],
    ["town/checkpoint", replaced("\n15\n", "\n14\n"), /file_missing/],
    ["rounds/parks/checkpoint", replaced("sample.example/log/rounds/parks\n", "sample.example/log/rounds/other\n"), /bad_checkpoint/],
    ["rounds/parks/checkpoint", () => undefined, /^town 13 (not_now|wrong)/],
    ["town/vkey", replaced("+425db851+", "+425db852+"), /^$/],
    ["town/witnessed", replaced("\n15\n", "\n13\n"), /bad_witnessed/],
  ];
  for (const [path, change, expected] of cases) {
    const report = await run(changed(path, change));
    if (expected.source === "^$") assert.deepEqual(found(report), []);
    else assert.ok(found(report).some((each) => expected.test(each)), `${path} ${expected.source}: ${found(report).join("; ")}`);
  }
  const more = new Map(files).set("town/tile/9/000", utf8("x")).set("town/tile/0/000.p/3", files.get("town/tile/0/000.p/15")!.slice(0, 96));
  assert.deepEqual(found(await run(more)), [" town/tile/9/000 file_extra"]);
});

test("a flipped bit anywhere is found", async () => {
  let step = 0;
  for (const [path, bytes] of files) {
    if (path === "town/vkey" || path === "policy") continue; // the key was given, and the policy proves nothing
    const line = Buffer.from(bytes).indexOf("\u2014 audit");
    for (let at = 11; at < bytes.length; at += Math.max(97, Math.floor(bytes.length / 8))) {
      const bit = 1 << (step += 1) % 8;
      const report = await run(changed(path, (copy) => copy.map((byte, i) => (i === at ? byte ^ bit : byte))));
      // A witness's line whose name or key id is changed is an unknown signature, which notes ignore.
      const isIgnored = line >= 0 && at >= line && at < line + "... audit.example/witness 123456".length;
      assert.ok(report.verdict === "fails" || isIgnored, `${path} byte ${at} bit ${bit}`);
    }
  }
});

test("entries that are well signed but must not stand there", async () => {
  const attempts: [string, (x: Sample) => void, RegExp][] = [
    ["twice signed", (x) => void x.attested("signature", [["matter", "benches"], ["subject", subjectOf(x)], ["name", "-"]], 7), /not_now|signed_already/],
    ["one seal", (x) => void x.act("officer-ended", [["officer", x.officers[0]!.hex]], [x.officers[0]!]), /too_few_seals/],
    ["unknown seal", (x) => void x.act("officer-ended", [["officer", x.officers[0]!.hex]], [x.officers[0]!, new Key("z")]), /seal_unknown/],
    ["ended", (x) => { x.act("officer-ended", [["officer", x.officers[0]!.hex]]); x.act("officer-ended", [["officer", x.officers[1]!.hex]]); }, /seal_ended/],
    ["repeated key", (x) => void x.act("officer-announced", [["officer", `${x.officers[0]!.hex} officer X`]]), /repeated/],
    ["back in time", (x) => { x.later(-3000); x.act("officer-announced", [["officer", `${new Key("q").hex} officer X`]]); }, /hour_back/],
    ["second decision", (x) => void x.act("decision", [["round", "parks"], ["allocation", x.round.root()], ["departures", 0], ["content", x.round.root()]], x.officers, [undefined]), /repeated/],
    ["witness version", (x) => void x.act("witnesses-announced", [["version", 3], ["quorum", 0]]), /wrong/],
    ["own key again", (x) => { x.rotate(); x.rotate(); }, /repeated/],
    ["withheld twice", (x) => { x.withhold(); x.withhold(); }, /repeated|blob_missing/],
  ];
  for (const [name, attempt, expected] of attempts) {
    const other = new Sample();
    attempt(other);
    const report = await run(other.files());
    assert.match(report.findings[0]?.reason ?? "none", expected, name);
  }
});

function subjectOf(x: Sample): string {
  return /^subject ([0-9a-f]{64})$/m.exec(x.town.made[8]!.entry)![1]!;
}

test("what is no archive is said to be none", async () => {
  const tar = tarOf(files);
  assert.equal((await readTar(new Blob([tar])))!.size, files.size);
  const bad = [tar.slice(0, 700), tar.slice(0, -1024), tar.map((byte, i) => (i === 148 ? byte ^ 1 : byte)), tar.map((byte, i) => (i === 257 ? 0x55 : byte)), new Uint8Array(10)];
  for (const bytes of bad) assert.equal(await readTar(new Blob([bytes])), undefined);
});

test("every reason and every open point has its sentence in both languages", async () => {
  const report = await run(files);
  for (const language of ["sv", "en"]) {
    const text = catalogue(language);
    const details = { field: "f", value: "v", expected: "e", digest: "d", name: "n", size: 1, here: 2, index: 3, ballots: 4, count: 1, needed: 2, have: 1, line: "l", kind: "k", origin: "o",
      role: "r", key: "k", pseudonym: "p", matter: "m", area: "a", what: "w", project: "x" };
    for (const reason of reasons) {
      const words = findingText({ log: "town", index: 3, reason, details }, text);
      assert.doesNotMatch(words, /island_verify/);
    }
    assert.doesNotMatch(headline(report, text), /island_verify/);
    for (const open of report.open) assert.doesNotMatch(openText(open, text), /island_verify/);
  }
});
