import assert from "node:assert/strict";
import { test } from "node:test";
import { type Chosen, inOrder, problemOf, type Rule, totalCost, totalPoints, wantedOf } from "./choice.ts";

const project = (number: number, cost: number) => ({ id: `P${number}`, number, title: `Project ${number}`, cost });
const chosen: Chosen[] = [{ project: project(3, 300) }, { project: project(1, 100) }];
const rule: Rule = { kind: "approval", choicesMin: 1, choicesMax: 3, budgetMax: 0, pointsMax: 0, placePoints: [] };

test("costs add up and ballots name projects in the definition's order", () => {
  assert.equal(totalCost(chosen), 400);
  assert.deepEqual(inOrder(chosen).map((each) => each.project.id), ["P1", "P3"]);
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

test("points are counted together, and so are the projects that get some", () => {
  const points: Rule = { ...rule, kind: "points", choicesMin: 2, choicesMax: 2, pointsMax: 10 };
  const given = (...each: number[]) => each.map((n, i) => ({ project: project(i + 1, 1), points: n }));
  assert.equal(totalPoints(given(7, 3)), 10);
  assert.equal(problemOf(given(7, 3), points), undefined);
  assert.equal(problemOf(given(1, 1), points), undefined); // not all have to be given
  assert.deepEqual(problemOf(given(7, 5), points), { kind: "over_points", over: 2 });
  assert.deepEqual(problemOf(given(10), points), { kind: "too_few" });
  assert.deepEqual(problemOf(given(1, 1, 1), points), { kind: "too_many", excess: 1 });
});

test("what is kept of a choice are ids and points", () => {
  assert.deepEqual(wantedOf([...chosen, { project: project(2, 1), points: 4 }]), [{ id: "P3" }, { id: "P1" }, { id: "P2", points: 4 }]);
});
