import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";
import { isBallotEntry } from "../record/codec.ts";
import { receiptHolds } from "./receipt.ts";

const origin = "radslag.example.se/log/rounds/parks-2026";
const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const typed = Buffer.concat([Buffer.of(1), publicKey.export({ format: "der", type: "spki" }).subarray(-32)]);
const id = createHash("sha256").update(`${origin}\n`).update(typed).digest().subarray(0, 4);
const vkey = `${origin}+${id.toString("hex")}+${typed.toString("base64")}`;
const sent = { digest: "cd".repeat(32), credential: "ab".repeat(32) };

const isOurs = (entry: string) => isBallotEntry(entry, sent.credential, sent.digest);

/** A log of one entry, made without the code under test. */
function receiptFor(entry: string): string {
  const root = createHash("sha256").update(Buffer.of(0)).update(entry).digest();
  const text = `${origin}\n1\n${root.toString("base64")}\n`;
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]).toString("base64");
  return `c2sp.org/tlog-proof@v1\nextra ${Buffer.from(entry).toString("base64")}\nindex 0\n\n${text}\n\u2014 ${origin} ${signature}\n`;
}

const entryOf = (credential: string, digest: string) => `hour 494122\nradslag/v1/ballot\ncredential ${credential}\nballot ${digest}\n`;

test("a receipt for the ballot that was sent holds", () => {
  assert.ok(receiptHolds(receiptFor(entryOf(sent.credential, sent.digest)), vkey, 0, isOurs));
});

test("a good receipt for something else does not", () => {
  assert.ok(!receiptHolds(receiptFor(entryOf(sent.credential, "ce".repeat(32))), vkey, 0, isOurs));
  assert.ok(!receiptHolds(receiptFor(entryOf("ac".repeat(32), sent.digest)), vkey, 0, isOurs));
  assert.ok(!receiptHolds(receiptFor("hour 494122\nradslag/v1/round-closed\n"), vkey, 0, isOurs));
  assert.ok(!receiptHolds(receiptFor(entryOf(sent.credential, sent.digest)), vkey, 1, isOurs));
  assert.ok(!receiptHolds(receiptFor(entryOf(sent.credential, sent.digest)), "no key", 0, isOurs));
  assert.ok(!receiptHolds("", vkey, 0, isOurs));
});
