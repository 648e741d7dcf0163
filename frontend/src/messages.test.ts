import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readMessages, readMoney } from "./messages.ts";

const catalogue = (language: string) => readMessages(readFileSync(`locales/${language}/common.json`, "utf8"), language);

test("messages are formatted in their language", () => {
  assert.equal(catalogue("sv")("island_ballot.shown", { count: 1 }), "1 projekt visas");
  assert.equal(catalogue("en")("island_ballot.shown", { count: 2 }), "2 projects shown");
  assert.equal(catalogue("en")("island_ballot.chosen", { chosen: 1234, max: 5 }), "1,234 of at most 5 chosen");
});

test("a missing message shows its key", () => {
  assert.equal(catalogue("sv")("no.such"), "no.such");
});

test("money: whole amounts have no decimals", () => {
  assert.equal(readMoney("SEK", "sv")(31_200_000), "312\u00a0000\u00a0kr");
  assert.equal(readMoney("SEK", "sv")(150), "1,50\u00a0kr");
  assert.equal(readMoney("JPY", "en")(150), "¥150");
});
