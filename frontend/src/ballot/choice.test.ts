import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder, problemOf, totalCost } from "./choice.ts";

const project = (number: number, cost: number) => ({ id: `P${number}`, number, title: `Project ${number}`, cost });
const chosen = [project(3, 300), project(1, 100)];
const rule = { choicesMin: 1, choicesMax: 3, budgetMax: 0 };

test("costs add up and ballots name projects in the definition's order", () => {
  assert.equal(totalCost(chosen), 400);
  assert.deepEqual(inOrder(chosen).map((p) => p.id), ["P1", "P3"]);
});

test("the rule's limits", () => {
  assert.equal(problemOf(chosen, rule), undefined);
  assert.deepEqual(problemOf([], rule), { kind: "too_few" });
  assert.equal(problemOf([], { ...rule, choicesMin: 0 }), undefined);
  assert.deepEqual(problemOf(chosen, { ...rule, choicesMax: 1 }), { kind: "too_many", excess: 1 });
});

test("a budget is kept to the last öre, and 0 is none", () => {
  assert.equal(problemOf(chosen, { ...rule, budgetMax: 400 }), undefined);
  assert.deepEqual(problemOf(chosen, { ...rule, budgetMax: 399 }), { kind: "over_budget", over: 1 });
  assert.equal(problemOf(chosen, { ...rule, budgetMax: 0 }), undefined);
});
