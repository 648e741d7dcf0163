import assert from "node:assert/strict";
import { createHash, createPublicKey, verify } from "node:crypto";
import { test } from "node:test";
import { hex } from "./bytes.ts";
import { blob, blobDigest, clearBallot, isBallotEntry } from "./codec.ts";
import { credentialOf } from "./credential.ts";

const origin = "radslag.example.se/log/rounds/parks-2026";
const definition = "ab".repeat(32);
const credential = credentialOf("23456789ABCDEFGHJKLM", origin);
const key = hex(credential.publicKey);
const salt = new Uint8Array(32).fill(9);

test("a ballot is the text of FORMAT.md section 4.3, signed over all that stands before the signature", () => {
  const text = clearBallot({ origin, definition, choices: [{ id: "P7" }, { id: "P1" }] }, credential, salt);
  const unsigned = `radslag/v1/ballot-clear\norigin ${origin}\ndefinition ${definition}\ncredential ${key}\nsalt ${hex(salt)}\nchoice P7\nchoice P1\n`;
  assert.ok(text.startsWith(unsigned));
  const signature = /^signature ([0-9a-f]{128})\n$/.exec(text.slice(unsigned.length))?.[1] ?? "";
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), credential.publicKey]);
  const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
  assert.ok(verify(null, Buffer.from(unsigned), publicKey, Buffer.from(signature, "hex")));
});

test("points stand beside their projects", () => {
  const text = clearBallot({ origin, definition, choices: [{ id: "P1", points: 3 }, { id: "P7", points: 7 }] }, credential, salt);
  assert.ok(text.includes(`\nsalt ${hex(salt)}\npoints P1 3\npoints P7 7\nsignature `));
});

test("a blank ballot has no choice", () => {
  assert.ok(!clearBallot({ origin, definition, choices: [] }, credential, salt).includes("choice"));
});

test("a blob is 32 random bytes and the content; its digest is SHA-256 of both", () => {
  const random = new Uint8Array(32).fill(7);
  const bytes = blob("å\n", random);
  assert.deepEqual([...bytes.slice(32)], [0xc3, 0xa5, 0x0a]);
  assert.equal(blobDigest(bytes), createHash("sha256").update(bytes).digest("hex"));
  assert.throws(() => blob("x", new Uint8Array(31)));
});

test("a ballot entry is recognised, and nothing else", () => {
  const digest = "cd".repeat(32);
  const entry = `hour 494122\nradslag/v1/ballot\ncredential ${key}\nballot ${digest}\n`;
  assert.ok(isBallotEntry(entry, key, digest));
  assert.ok(!isBallotEntry(entry, key, "ce".repeat(32)));
  assert.ok(!isBallotEntry(entry, "00".repeat(32), digest));
  for (const wrong of [entry.slice(0, -1), entry.replace("hour 4", "hour 04"), `x${entry}`, entry.slice("hour 494122".length), `${entry}x`]) {
    assert.ok(!isBallotEntry(wrong, key, digest), wrong);
  }
});
