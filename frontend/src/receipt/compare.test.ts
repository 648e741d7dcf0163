import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, utf8 } from "../record/bytes.ts";
import { parseVerifierKey, verifierKey } from "../record/note.ts";
import { verifyReceipt } from "../record/receipt.ts";
import { Key, Sample } from "../verify/samples.ts";
import { compare, type Files, logOf, witnessed } from "./compare.ts";

const sample = new Sample({ ballots: 300 });
const files = sample.files();
const key = parseVerifierKey(sample.vkey)!;
const roundKey = verifierKey(sample.round.origin, sample.round.key.bytes);

const site = (changes: Record<string, Bytes | undefined> = {}): Files => async (path) => (path in changes ? changes[path] : files.get(path));

function shown(receipt: string) {
  const verdict = verifyReceipt(receipt, [key, roundKey]);
  if (!verdict.ok) throw new Error(verdict.reason);
  return verdict;
}

const late = (494_122 + 2_000 + 3) * 3_600;

test("a log's place follows from its origin, with or without a generation", () => {
  assert.equal(logOf("a.se/log/town"), "town");
  assert.equal(logOf("a.se/log/town/2"), "town");
  assert.equal(logOf("a.se/log/rounds/p-1/3"), "rounds/p-1");
  assert.equal(logOf("a.se/other"), undefined);
});

test("a receipt of a log that has grown", async () => {
  assert.deepEqual(await compare(site(), "rounds/parks", roundKey, shown(sample.round.receipt(3, 10))), { state: "same", size: 304 });
  assert.deepEqual(await compare(site(), "rounds/parks", roundKey, shown(sample.round.receipt(3))), { state: "same", size: 304 });
});

test("a log that is shorter than the receipt, or another, is evidence", async () => {
  const longer = new Sample({ ballots: 300 });
  longer.act("officer-announced", [["officer", `${new Key("x").hex} officer X`]]);
  assert.deepEqual(await compare(site(), "town", key, shown(longer.town.receipt(3))), { state: "shorter", size: 15 });
  const other = new Sample({ ballots: 299 });
  assert.equal((await compare(site(), "rounds/parks", roundKey, shown(other.round.receipt(3, 303)))).state, "other");
});

test("a site without an answer that holds is neither", async () => {
  const { checkpoint: path } = { checkpoint: "rounds/parks/checkpoint" };
  const receipt = shown(sample.round.receipt(3, 10));
  assert.equal((await compare(site({ [path]: undefined }), "rounds/parks", roundKey, receipt)).state, "unknown");
  assert.equal((await compare(site({ [path]: files.get("town/checkpoint") }), "rounds/parks", roundKey, receipt)).state, "unknown");
  assert.equal((await compare(site({ "rounds/parks/tile/0/000": undefined }), "rounds/parks", roundKey, receipt)).state, "unknown");
});

test("witnesses: seen, awaited, late, none", async () => {
  const receipt = shown(sample.town.receipt(5));
  assert.deepEqual(await witnessed(site(), "town", key, receipt, late), { state: "seen", count: 1 });
  assert.deepEqual(await witnessed(site({ "town/witnessed": undefined }), "town", key, receipt, late), { state: "late" });
  assert.deepEqual(await witnessed(site({ "town/witnessed": undefined }), "town", key, receipt, 494_122 * 3_600), { state: "waiting" });
  const early = utf8(sample.town.note(5, sample.witnesses, 1));
  assert.deepEqual(await witnessed(site({ "town/witnessed": early }), "town", key, receipt, late), { state: "late" });
  const policy = utf8(new TextDecoder().decode(files.get("policy")).replace(/group.*\n/, "").replace("quorum quorum", "quorum none"));
  assert.deepEqual(await witnessed(site({ policy }), "town", key, receipt, late), { state: "none" });
  assert.deepEqual(await witnessed(site({ policy: undefined }), "town", key, receipt, late), { state: "unknown" });
});
