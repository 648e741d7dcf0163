import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "../record/bytes.ts";
import { allocate, type Tally } from "./allocation.ts";
import { picksOf } from "./choices.ts";
import { type Definition, parseContent } from "./contents.ts";
import { Refusal } from "./finding.ts";
import { planOf, type SampleRound } from "./sample_rounds.ts";

/** p1 300 (in norr), p2 300, p3 500, p4 200; envelope 600. */
const textOf = (kind: SampleRound, changes: [string, string][]) =>
  changes.reduce((all, [from, to]) => {
    assert.ok(all.includes(from), from);
    return all.replace(from, to);
  }, `radslag/v1/round-definition\n${planOf(kind).definition.map((line) => `${line.join(" ")}\n`).join("")}`);
const definitionOf = (kind: SampleRound, ...changes: [string, string][]): Definition => parseContent("round-definition", utf8(textOf(kind, changes)));

const tallyOf = ({ project }: Definition, votes: number[], urn: Tally["urn"] = []): Tally =>
  ({ ballots: 9n, voters: 9n, blank: 0n, votes: project.map(({ project: id }, i) => [id, BigInt(votes[i]!), BigInt(votes[i]!)]), urn, invalid: [] });

test("the whole content, from votes alone", () => {
  const definition = definitionOf("plain");
  assert.deepEqual(allocate(definition, tallyOf(definition, [4, 1, 3, 1]), "t", null, undefined), {
    tally: "t", lot: null, envelope: 600n, cost: 500n, count: [[null, 9n, 1n, null]], compared: [],
    step: [["p1", 4n, 600n, "funded", "4", "0"], ["p3", 3n, 300n, "does-not-fit", "3", "0"], ["p4", 1n, 300n, "funded", "1", "0"], ["p2", 1n, 100n, "does-not-fit", "1", "0"]],
    tie: [["p4", "p2"]],
  });
});

test("from ballots, and nothing without them", () => {
  const definition = definitionOf("shares", ["then greedy", "then nothing"], ["completion add1", "completion none"]);
  const ballots = [[0], [0], [0, 3], [3]].map((places) => picksOf(definition, places, []));
  const tally = { ...tallyOf(definition, [3, 0, 0, 2]), voters: 4n };
  assert.equal(allocate(definition, tally, "t", null, undefined), undefined);
  assert.deepEqual(allocate(definition, tally, "t", null, [ballots]), {
    tally: "t", lot: null, envelope: 600n, cost: 500n, count: [[null, 4n, 1n, "150"]], compared: [[null, 0n, 0n, "kept"]],
    step: [["p1", 3n, 600n, "funded", "1/3", "450"], ["p4", 2n, 300n, "funded", "3/4", "200"], ["p2", 0n, 100n, "no-supporters", null, null], ["p3", 0n, 100n, "no-supporters", null, null]],
    tie: [],
  });
});

test("each urn by itself, with its own money and ballots", () => {
  const urns: [string, string][] = [["ballot clear/v1", "ballot belenios-mixnet/v1"], ["project p1", "urn norr 300 norr\nurn alla 300 -\nproject p1"]];
  const definition = definitionOf("plain", ...urns);
  const tally = tallyOf(definition, [2, 1, 5, 4], [["norr", 3n, 3n, 0n, 1n], ["alla", 6n, 5n, 0n, 0n]]);
  const { cost, count, step } = allocate(definition, tally, "t", null, undefined)!;
  assert.equal(cost, 500n);
  assert.deepEqual(count, [["norr", 2n, 1n, null], ["alla", 5n, 1n, null]]);
  assert.deepEqual(step.map(([project, , left, fate]) => `${project} ${left} ${fate}`), ["p1 300 funded", "p3 300 exceeds-envelope", "p4 300 funded", "p2 100 does-not-fit"]);
});

test("what a choice is worth", () => {
  assert.deepEqual(picksOf(definitionOf("lot"), [2, 0], []).worth, [5, 3]);
  assert.deepEqual(picksOf(definitionOf("points"), [0, 2], [4, 1]).worth, [4, 1]);
  assert.deepEqual(picksOf(definitionOf("plain"), [0, 2], []).worth, [1, 1]);
});

test("definitions that contradict themselves are refused", () => {
  const refused = (kind: SampleRound, field: string, ...changes: [string, string][]) =>
    assert.throws(() => definitionOf(kind, ...changes), (reason) => reason instanceof Refusal && reason.details["field"] === field, changes.join());
  refused("plain", "score", ["score votes", "score points"]);
  refused("plain", "order", ["order score", "order votes"]);
  refused("plain", "reserve-percent", ["reserve-percent 0", "reserve-percent 80"]);
  const stop: [string, string] = ["unaffordable skip\nminimum-score 1\nreserve-percent 0", "unaffordable stop\nminimum-score 1\nreserve-percent 80"];
  assert.ok(definitionOf("plain", stop, ["cost 500", `cost ${10n ** 17n - 600n}`]));
  refused("plain", "reserve-percent", stop, ["cost 500", `cost ${10n ** 17n - 599n}`]);
  const many = (field: string, count: number) => Array.from({ length: count }, (_, i) => `${field} a${i} Namn\n`).join("");
  assert.ok(definitionOf("plain", ["area norr", `${many("area", 999)}area norr`], ["project p1", `${many("theme", 1_000)}project p1`]));
  refused("plain", "area", ["area norr", `${many("area", 1_000)}area norr`]);
  refused("plain", "theme", ["project p1", `${many("theme", 1_001)}project p1`]);
  const mixnet: [string, string] = ["ballot clear/v1", "ballot belenios-mixnet/v1"];
  refused("plain", "urn", mixnet, ["project p1", `${Array.from({ length: 101 }, (_, i) => `urn u${i} 6 -\n`).join("")}project p1`]);
  const urns: [string, string] = ["project p1", "urn norr 300 norr\nurn alla 300 -\nproject p1"]; // p1 alone in the first
  assert.ok(definitionOf("plain", mixnet, urns, ["choices-min 0", "choices-min 1"]));
  refused("plain", "choices-min", mixnet, urns, ["choices-min 0", "choices-min 2"]);
  refused("plain", "budget-max", mixnet, urns, ["choices-min 0", "choices-min 1"], ["budget-max 0", "budget-max 299"]);
  refused("plain", "choices-max", ["choices-max 3", "choices-max 5"]);
  refused("plain", "choices-max", ["choices-max 3", "choices-max 0"]);
  refused("plain", "exclusive", ["reserve-percent 0", "reserve-percent 0\nexclusive p1"]);
  refused("plain", "exclusive", ["reserve-percent 0", "reserve-percent 0\nexclusive p1,p2\nexclusive p2,p3"]);
  refused("plain", "exclusive", ["reserve-percent 0", "reserve-percent 0\nexclusive p1,p9"]);
  refused("plain", "allocation", ["allocation greedy", "allocation constructor"]);
  refused("plain", "points-max", ["points-max 0", "points-max 1"]);
  refused("points", "points-max", ["points-max 10", "points-max 256"]);
  refused("plain", "place-points", ["place-points -", "place-points 3,2,1"]);
  refused("lot", "place-points", ["place-points 5,3,1", "place-points 5,3"]);
  refused("lot", "place-points", ["place-points 5,3,1", "place-points 3,5,1"]);
  refused("lot", "place-points", ["place-points 5,3,1", "place-points 5,3,0"]);
  refused("lot", "place-points", ["place-points 5,3,1", "place-points 1000001,3,1"]);
  refused("shares", "utility", ["utility cost", "utility borda"]);
  refused("points", "allocation", ["allocation greedy", "allocation mes"]);
  refused("shares", "unit", ["unit 1", "unit 0"]);
  for (const ties of ["lot,min-cost", "min-cost", "min-cost,max-cost,lot", "max-votes,max-votes,lot"]) refused("plain", "ties", ["ties min-cost,listing-order", `ties ${ties}`]);
  refused("plain", "lot-share", ["ties min-cost,listing-order", "ties lot"]);
  refused("shares", "tie-order", ["tie-order p4\n", ""]);
  refused("shares", "tie-order", ["tie-order p4", "tie-order p3"]);
  refused("plain", "tie-order", ["listing-order", "given-order"]);
  refused("lot", "ballot", ["ballot clear/v1", "ballot belenios-homomorphic/v1"], ["project p1", "urn alla 600 -\nproject p1"]);
});
