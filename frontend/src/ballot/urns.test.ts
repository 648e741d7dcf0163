import assert from "node:assert/strict";
import { test } from "node:test";
import { encode } from "../voting/encodings.ts";
import { groupNamed } from "../voting/groups.ts";
import { electionOf, mixnet } from "../voting/samples.ts";
import { picksOf, readFragment, type Urn, urnsOf } from "./urns.ts";

const urn = (id: string, everyone = false): Urn => ({
  id, everyone, name: id, election: "", envelope: 1, projects: [],
  kind: "approval", choicesMin: 0, choicesMax: 1, budgetMax: 0, pointsMax: 0, placePoints: [],
});
const ids = (urns: Urn[] | undefined) => urns?.map(({ id }) => id);

test("a round of one urn asks nobody where they live", () => {
  assert.deepEqual(ids(urnsOf([urn("town", true)], undefined, "")), ["town"]);
  assert.deepEqual(ids(urnsOf([urn("north")], undefined, "")), ["north"]);
});

test("with areas the home decides until the voting card does", () => {
  const all = [urn("north"), urn("south"), urn("town", true)];
  assert.equal(urnsOf(all, undefined, ""), undefined);
  assert.deepEqual(ids(urnsOf(all, undefined, "south")), ["south", "town"]);
  assert.deepEqual(ids(urnsOf(all, ["north", "town"], "south")), ["north", "town"]);
  assert.deepEqual(ids(urnsOf(all, ["elsewhere"], "south")), []);
});

test("what the registrar's page hands over", () => {
  assert.deepEqual(readFragment("#card=7yGpN-c9VrtB-kXe4h-2nQWas&urns=north,town"), { card: "7yGpN-c9VrtB-kXe4h-2nQWas", urns: ["north", "town"] });
  assert.deepEqual(readFragment("#card=x"), { card: "x", urns: [] });
  assert.equal(readFragment("#receipt"), undefined);
  assert.equal(readFragment(""), undefined);
});

test("a choice goes into each urn as its election numbers the projects", () => {
  const north = { ...urn("north"), projects: ["P2", "P4", "P5"] };
  const town = { ...urn("town", true), projects: ["P1", "P3"] };
  const chosen = ["P5", "P3", "P2"].map((id) => ({ project: { id, number: Number(id.slice(1)), title: id, cost: 1 } }));
  assert.deepEqual(picksOf(north, chosen), [{ choice: 2 }, { choice: 0 }]);
  assert.deepEqual(picksOf(town, chosen), [{ choice: 1 }]);
  const points = chosen.map((each, i) => ({ ...each, points: i + 1 }));
  assert.deepEqual(picksOf(north, points), [{ choice: 2, points: 1 }, { choice: 0, points: 3 }]);
});

test("a ranking is sealed in its order, points by project", () => {
  const ed25519 = groupNamed("Ed25519")!;
  const ask = (question: object) => electionOf(ed25519, [question]).questions[0]!;
  const north = { ...urn("north"), projects: Array.from({ length: 7 }, (_, i) => `P${i + 1}`) };
  const chosen = ["P7", "P1"].map((id) => ({ project: { id, number: Number(id.slice(1)), title: id, cost: 1 } }));
  const ranking = ask(mixnet("ranking", 7, 3, { min: 1, max: 3 }));
  assert.deepEqual(encode(ranking, picksOf(north, chosen)), { ok: true, value: [7, 1, 0] });
  const points = ask(mixnet("points", 7, 4, { min: 0, max: 2, points: 10 }));
  assert.deepEqual(encode(points, picksOf(north, chosen.map((each) => ({ ...each, points: 5 })))), { ok: true, value: [1, 5, 7, 5] });
});
