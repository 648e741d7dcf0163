import assert from "node:assert/strict";
import { test } from "node:test";
import { base64, equal, fromBase64, fromDecimal, hex } from "./bytes.ts";

test("base64 has one spelling", () => {
  const bytes = Uint8Array.of(0, 255, 16);
  assert.deepEqual(fromBase64(base64(bytes)), bytes);
  for (const bad of ["AP8", "AP8Q=", "AB==", "A P8Q", "AP8Q\n", "AP-_"]) assert.equal(fromBase64(bad), undefined, bad);
});

test("decimals have one spelling", () => {
  assert.equal(fromDecimal("0"), 0);
  assert.equal(fromDecimal("9007199254740991"), Number.MAX_SAFE_INTEGER);
  for (const bad of ["", "01", "-1", "+1", "1.0", "1e3", " 1", "9007199254740992", "99999999999999999"]) assert.equal(fromDecimal(bad), undefined, bad);
});

test("hex and equality", () => {
  assert.equal(hex(Uint8Array.of(0, 10, 255)), "000aff");
  assert.ok(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 2)));
  assert.ok(!equal(Uint8Array.of(1, 2), Uint8Array.of(1, 3)));
  assert.ok(!equal(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3)));
});
