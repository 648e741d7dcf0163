import assert from "node:assert/strict";
import { test } from "node:test";
import { readPoints, stepped } from "./points.ts";

test("whole numbers are points, and nothing typed is none", () => {
  for (const [typed, points] of [["", 0], ["  ", 0], ["0", 0], ["7", 7], [" 07 ", 7], ["255", 255], ["123456789", 9999]] as const) {
    assert.equal(readPoints(typed), points, typed);
  }
});

test("anything else is not taken for a number", () => {
  for (const typed of ["-1", "1.5", "1,5", "x", "3 points", "1e2", "+3", "0x10", "1 0"]) assert.equal(readPoints(typed), undefined, typed);
});

test("steps stay between none and all of the points", () => {
  assert.equal(stepped("", 1, 10), 1);
  assert.equal(stepped("9", 1, 10), 10);
  assert.equal(stepped("10", 1, 10), 10);
  assert.equal(stepped("30", 1, 10), 10);
  assert.equal(stepped("1", -1, 10), 0);
  assert.equal(stepped("", -1, 10), 0);
  assert.equal(stepped("x", 1, 10), 0);
});
