import assert from "node:assert/strict";
import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { test } from "node:test";
import { hex } from "./bytes.ts";
import { credentialOf, readCode } from "./credential.ts";

const code = "23456789ABCDEFGHJKLM";
const origin = "radslag.example.se/log/rounds/parks-2026";

test("a code is read however it is typed", () => {
  for (const typed of [code, "2345-6789-abcd-efgh-jklm", " 23456 789AB\tCDEFG HJKLM\n", "2345\u20136789\u2014ABCD\u2212EFGH\u2011jklm"]) {
    assert.deepEqual(readCode(typed), { ok: true, code }, typed);
  }
});

test("what is wrong with a code is said", () => {
  assert.deepEqual(readCode("  - "), { ok: false, reason: "empty" });
  assert.deepEqual(readCode(code.slice(1)), { ok: false, reason: "length", count: 19 });
  assert.deepEqual(readCode(`${code}M`), { ok: false, reason: "length", count: 21 });
  for (const character of ["0", "1", "I", "O", "Å", "ß".toUpperCase()[0] === "S" ? "!" : "ß", "😀"]) {
    assert.deepEqual(readCode(code.slice(1) + character), { ok: false, reason: "character", character }, character);
  }
});

/** The same key made by another library: a seed in PKCS #8 (RFC 8410). */
function elsewhere(canonical: string) {
  const seed = createHash("sha256").update(`radslag/v1/credential\n${origin}\n${canonical}`).digest();
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

test("the key is the one that FORMAT.md section 7 describes", () => {
  const key = elsewhere(code);
  const credential = credentialOf(code, origin);
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  assert.equal(hex(credential.publicKey), spki.subarray(-32).toString("hex"));
  const message = Buffer.from("radslag");
  assert.equal(hex(credential.sign(message)), sign(null, message, key).toString("hex"));
});

test("the same code gives different keys in different rounds", () => {
  assert.notEqual(hex(credentialOf(code, origin).publicKey), hex(credentialOf(code, `${origin}-b`).publicKey));
});

test("a forgotten credential signs no more", () => {
  const credential = credentialOf(code, origin);
  credential.forget();
  assert.throws(() => credential.sign(new Uint8Array()));
});
