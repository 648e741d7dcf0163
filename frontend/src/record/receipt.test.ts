import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { base64, hex, utf8 } from "./bytes.ts";
import { openCheckpoint, openNote, parseVerifierKey } from "./note.ts";
import { parseReceipt, verifyReceipt } from "./receipt.ts";

const data = (name: string) => readFileSync(`../tests/data/tlog-demo/${name}`, "utf8");
const vkey = data("log.vkey").trim();
const key = parseVerifierKey(vkey)!;
const entry = data("entry300");
const bare = data("entry300.tlog-proof");
/** As our server writes it: with the entry inside. */
const receipt = bare.replace("\nindex", `\nextra ${base64(utf8(entry))}\nindex`);

test("a verifier key belongs to its name", () => {
  assert.equal(key.name, "stadt.example/buergerhaushalt/2026");
  assert.equal(parseVerifierKey(vkey.replace("2026", "2027")), undefined);
  assert.equal(parseVerifierKey(vkey.slice(0, -4)), undefined);
  assert.equal(parseVerifierKey(""), undefined);
});

test("a checkpoint is opened by its key", () => {
  const checkpoint = openCheckpoint(data("checkpoint"), key)!;
  assert.equal(checkpoint.origin, key.name);
  assert.equal(checkpoint.size, 1000);
  assert.equal(hex(checkpoint.root).length, 64);
});

test("a changed, unsigned or wrongly signed note is refused", () => {
  const note = data("checkpoint");
  assert.equal(openNote(note.replace("\n1000\n", "\n1001\n"), key), undefined);
  assert.equal(openNote(note.replace(/^\u2014 stadt.*\n/mu, ""), key), undefined);
  const twice = note.replace(/^(\u2014 stadt.*)$/mu, (line) => `${line}\n${line.replace(/(.{20})=$/, (tail) => tail.split("").reverse().join("").replace("=", "A") + "=")}`);
  assert.equal(openNote(twice, key), undefined);
  assert.equal(openNote(note.slice(0, -1), key), undefined);
  assert.equal(openNote("", key), undefined);
});

test("a receipt that holds", () => {
  const verdict = verifyReceipt(receipt, [key]);
  assert.ok(verdict.ok);
  assert.equal(verdict.index, 300);
  assert.equal(verdict.entry, entry);
  assert.equal(verdict.checkpoint.size, 1000);
});

test("a receipt that does not hold says why", () => {
  const reasonOf = (text: string, keys = [key]) => {
    const verdict = verifyReceipt(text, keys);
    return verdict.ok ? "ok" : verdict.reason;
  };
  assert.equal(reasonOf(bare), "not_a_receipt");
  assert.equal(reasonOf("hello"), "not_a_receipt");
  assert.equal(reasonOf(receipt, []), "unknown_log");
  assert.equal(reasonOf(receipt.replace("\n1000\n", "\n1001\n")), "bad_signature");
  assert.equal(reasonOf(receipt.replace("index 300", "index 301")), "bad_proof");
  assert.equal(reasonOf(bare.replace("\nindex", `\nextra ${base64(utf8(`${entry}x`))}\nindex`)), "bad_proof");
  assert.equal(reasonOf(receipt.replace(/(index 300\n).*\n/, "$1")), "bad_proof");
});

test("only the canonical text of a receipt is read", () => {
  assert.equal(parseReceipt(receipt)?.path.length, 10);
  for (const wrong of [receipt.replace("@v1", "@v2"), receipt.replace("index 300", "index 0300"), receipt.replace("extra ", "extra  "), receipt.replace("\n\n", "\n"), receipt.replace("evb91", "evb9")]) {
    assert.equal(parseReceipt(wrong), undefined);
  }
});

test("no single byte of a receipt's proof can be changed", () => {
  const end = receipt.indexOf("\u2014 witness");
  for (let at = 0; at < end; at += 7) {
    const changed = receipt.slice(0, at) + (receipt[at] === "A" ? "B" : "A") + receipt.slice(at + 1);
    assert.ok(!verifyReceipt(changed, [key]).ok, `byte ${at}`);
  }
});
