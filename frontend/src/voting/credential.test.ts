import assert from "node:assert/strict";
import { test } from "node:test";
import { credentialOf, readCardCode } from "./credential.ts";
import { readSample, sampleNames } from "./samples.ts";

test("the keys are those that belenios-tool derived from the same letters", () => {
  const samples = sampleNames().map(readSample).filter(({ privateCredentials }) => privateCredentials.length > 0);
  assert.ok(samples.length >= 4);
  for (const { election, privateCredentials, publicCredentials, name } of samples) {
    const derived = privateCredentials.map((code) => credentialOf(election, [code]).publicKey);
    assert.deepEqual(derived.sort(), [...publicCredentials].sort(), name);
  }
});

test("of two halves the key is the sum's", () => {
  const { election, privateCredentials } = readSample("E-20-Ed25519-3t-bt33");
  const [first, second] = privateCredentials.slice(0, 2) as [string, string];
  const keys = [first, second].map((code) => election.group.decode(credentialOf(election, [code]).publicKey)!);
  const sum = election.group.encode([election.group.product(keys[0]!, keys[1]!)])[0];
  assert.equal(credentialOf(election, [first, second]).publicKey, sum);
  assert.equal(credentialOf(election, [second, first]).publicKey, sum);
});

test("a forgotten credential signs no more", () => {
  const { election, privateCredentials } = readSample("E-20-Ed25519-3t-bt33");
  const credential = credentialOf(election, [privateCredentials[0]!]);
  credential.secret();
  credential.forget();
  assert.throws(() => credential.secret());
});

const code = "49Cnd-eWeMVw-7LudG-gA8rot";

test("a code is read however it is typed", () => {
  for (const typed of [code, code.replaceAll("-", ""), " 49Cnd eWeMVw\t7LudG\ngA8rot ", "49Cnd\u2013eWeMVw\u20147LudG\u2212gA8rot"]) {
    assert.deepEqual(readCardCode(typed), { ok: true, code }, typed);
  }
});

test("what is wrong with a code is said", () => {
  assert.deepEqual(readCardCode(" - "), { ok: false, reason: "empty" });
  assert.deepEqual(readCardCode(code.slice(1)), { ok: false, reason: "length", count: 21 });
  for (const character of ["0", "I", "O", "l", "Å"]) {
    assert.deepEqual(readCardCode(code.slice(1) + character), { ok: false, reason: "character", character });
  }
});
