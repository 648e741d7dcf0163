import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "../record/bytes.ts";
import { allocate } from "./allocation.ts";
import { type Definition, parseContent } from "./contents.ts";
import { Sample } from "./samples.ts";

const text = new TextDecoder().decode(new Sample().round.made[0]!.blobs[0]!.slice(32));
/** p1 300, p2 300, p3 500, p4 200; envelope 600. */
const rule = (...changes: [string, string][]): Definition =>
  parseContent("round-definition", utf8(changes.reduce((all, [from, to]) => all.replace(from, to), text)));
const outcomes = (definition: Definition, ...votes: number[]) => allocate(definition, votes.map(BigInt)).steps.map(({ project, outcome }) => `${project} ${outcome}`);

test("projects are funded in the order of their votes as long as the money lasts", () => {
  assert.deepEqual(outcomes(rule(), 1, 2, 4, 3), ["p3 funded", "p4 does-not-fit", "p2 does-not-fit", "p1 does-not-fit"]);
  assert.deepEqual(outcomes(rule(), 4, 1, 3, 2), ["p1 funded", "p3 does-not-fit", "p4 funded", "p2 does-not-fit"]);
  const { cost, steps } = allocate(rule(), [4n, 1n, 3n, 2n]);
  assert.equal(cost, 500n);
  assert.deepEqual(steps.map(({ left }) => left), [600n, 300n, 300n, 100n]);
});

test("a rule that stops ends at the first that does not fit", () => {
  assert.deepEqual(outcomes(rule(["unaffordable skip", "unaffordable stop"]), 4, 1, 3, 2), ["p1 funded", "p3 does-not-fit", "p4 after-stop", "p2 after-stop"]);
});

test("withdrawn, below the minimum, dearer than all the money", () => {
  const definition = rule(["envelope 600", "envelope 400"], ["withdrawn no", "withdrawn yes"], ["minimum-votes 1", "minimum-votes 3"]);
  assert.deepEqual(outcomes(definition, 9, 4, 5, 2), ["p1 withdrawn", "p3 exceeds-envelope", "p2 funded", "p4 below-minimum"]);
});

test("equal votes: by cost, then as listed; and every tie is named", () => {
  const { steps, ties } = allocate(rule(), [2n, 2n, 2n, 1n]);
  assert.deepEqual(steps.map(({ project }) => project), ["p1", "p2", "p3", "p4"]);
  assert.deepEqual(ties, [{ criterion: "min-cost", projects: ["p1", "p2", "p3"] }, { criterion: "listing-order", projects: ["p1", "p2"] }]);
  const dearest = allocate(rule(["ties min-cost", "ties max-cost"]), [2n, 2n, 2n, 1n]);
  assert.deepEqual(dearest.steps.map(({ project }) => project), ["p3", "p1", "p2", "p4"]);
  const listed = allocate(rule(["ties min-cost,listing-order", "ties listing-order"]), [1n, 1n, 1n, 1n]);
  assert.deepEqual(listed.ties, [{ criterion: "listing-order", projects: ["p1", "p2", "p3", "p4"] }]);
});
