import assert from "node:assert/strict";
import { test } from "node:test";
import { marked, moved, placeOf } from "./ranking.ts";

const all = () => true;
const small = (id: string) => id === id.toLowerCase();

test("what is chosen comes last, once, and leaves no gap when it goes", () => {
  assert.deepEqual(marked([], "a", true), ["a"]);
  assert.deepEqual(marked(["a", "b"], "c", true), ["a", "b", "c"]);
  assert.deepEqual(marked(["a", "b"], "a", true), ["a", "b"]);
  assert.deepEqual(marked(["a", "b", "c"], "b", false), ["a", "c"]);
  assert.deepEqual(marked(["a"], "b", false), ["a"]);
});

test("up and down by one place, and no further than the ends", () => {
  assert.deepEqual(moved(["a", "b", "c"], "c", -1, all), ["a", "c", "b"]);
  assert.deepEqual(moved(["a", "b", "c"], "a", 1, all), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], "a", -1, all), ["a", "b", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], "c", 1, all), ["a", "b", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], "d", 1, all), ["a", "b", "c"]);
});

test("urns have rankings of their own", () => {
  const order = ["a", "X", "b", "Y"];
  assert.deepEqual(moved(order, "b", -1, small), ["b", "X", "a", "Y"]);
  assert.deepEqual(moved(order, "a", -1, small), order);
  assert.equal(placeOf(order, "b", small), 1);
  assert.equal(placeOf(order, "Y", (id) => !small(id)), 1);
  assert.equal(placeOf(order, "c", small), -1);
});
