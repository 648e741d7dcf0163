import assert from "node:assert/strict";
import { test } from "node:test";
import { readFragment, type Urn, urnsOf } from "./urns.ts";

const urn = (id: string, everyone = false): Urn => ({
  id, everyone, name: id, election: "", envelope: 1, projects: [], choicesMin: 0, choicesMax: 1, budgetMax: 0,
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
