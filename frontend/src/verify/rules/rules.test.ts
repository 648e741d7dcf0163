// Small elections, worked by hand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { allocateUrn } from "./allocate.ts";
import type { Election } from "./election.ts";
import { mostRuns } from "./equal_shares.ts";
import { fraction, nearly, write } from "./fraction.ts";
import type { PhragmenRule, Rule } from "./rule.ts";
import { greedyRule, sharesRule, small, stepsOf } from "./small.ts";
import { ranks, type TieRule } from "./ties.ts";

const cheapest: TieRule = { criteria: ["min-cost"], last: "listing-order" };
const count = (rule: Rule, election: Election, ties: TieRule = cheapest) => allocateUrn(rule, election, ties);
const steps = (rule: Rule, election: Election, ties?: TieRule) => stepsOf(election, count(rule, election, ties));
const names = (ties: number[][]) => ties.map((tie) => tie.map((project) => `p${project + 1}`).join());

test("fractions are written in lowest terms, and near enough however long they are", () => {
  assert.deepEqual([write(fraction(6n, 4n)), write(fraction(8n, 4n)), write(fraction(0n, 7n))], ["3/2", "2", "0"]);
  assert.equal(nearly({ p: 10n ** 900n, q: 3n * 10n ** 899n }), 10 / 3);
  assert.equal(nearly({ p: 1n, q: 3n * 10n ** 17n }), 1 / 3e17);
});

test("greedy: in order, skipping, stopping, with a reserve", () => {
  const election = small(100, [60, 50, 40, 200], "1 2", "1 2", "1", "4", "4 3", "4", "4");
  assert.deepEqual(steps(greedyRule(), election), ["p4 exceeds-envelope 100 4 0", "p1 funded 100 3 0", "p2 does-not-fit 40 2 0", "p3 funded 40 1 0"]);
  assert.deepEqual(steps(greedyRule({ unaffordable: "stop", "minimum-score": 2n }), election),
    ["p4 exceeds-envelope 100 4 0", "p1 after-stop 100 3 0", "p2 after-stop 100 2 0", "p3 not-eligible 100 1 0"]);
  const later = small(100, [60, 50, 40], "1 2", "1 2", "1", "3");
  const reserve = count(greedyRule({ unaffordable: "stop", "reserve-percent": 80n }), later);
  assert.deepEqual(stepsOf(later, reserve), ["p1 funded 100 3 0", "p2 reserve 40 2 0", "p3 after-stop 0 1 0"]);
  assert.equal(reserve.cost, 110n);
  assert.equal(steps(greedyRule({ unaffordable: "stop", "reserve-percent": 81n }), later)[1], "p2 does-not-fit 40 2 0");
});

test("greedy: points, per krona, one of a group, ties", () => {
  const points = small(100, [60, 50, 40], "1:1 2:5", "1:1 3:2");
  assert.deepEqual(steps(greedyRule({ score: "points" }), points), ["p2 funded 100 5 0", "p3 funded 50 2 0", "p1 does-not-fit 10 2 0"]);
  assert.deepEqual(steps(greedyRule({ order: "score-per-cost" }), points), ["p1 funded 100 1/30 0", "p3 funded 40 1/40 0", "p2 does-not-fit 0 1/50 0"]);
  const tied = small(100, [30, 30, 20], "1 2 3");
  const { ties } = count(greedyRule({ exclusive: [["p1", "p2"]] }), tied);
  assert.deepEqual(names(ties), ["p3,p1,p2"]);
  assert.deepEqual(steps(greedyRule({ exclusive: [["p1", "p2"]] }), tied), ["p3 funded 100 1 0", "p1 funded 80 1 0", "p2 excluded 50 1 0"]);
});

test("equals are taken by criteria, as given, or by the lot", () => {
  const tied = small(1, [30, 20, 30], "1 2 3", "2");
  const order = (rule: TieRule) => ranks(rule, tied).map((rank, project) => [rank, project]).sort((a, b) => a[0]! - b[0]!).map(([, project]) => project! + 1).join("");
  assert.equal(order(cheapest), "213");
  assert.equal(order({ criteria: ["max-cost"], last: "listing-order" }), "132");
  assert.equal(order({ criteria: ["max-votes"], last: "given-order", given: ["p3", "p2", "p1"] }), "231");
  // SHA-256 of 64 zeros, newline, the id, newline, by sha256sum: p1 47ebe3d2…, p2 6c5d9f15…, p3 4f44a712….
  assert.equal(order({ criteria: [], last: "lot", seed: "0".repeat(64) }), "132");
  assert.equal(order({ criteria: [], last: "lot" }), "123"); // it could not be drawn
});

test("equal shares: each pays the same, and who has less all", () => {
  // Four voters of 25 each. p1: 60 by three, 20 each. p2: 30 by voters 3 and 4, of whom 3 has 5 left: 5 + 25.
  const election = small(100, [60, 30, 10], "1", "1", "1 2", "2");
  const outcome = count(sharesRule(), election);
  assert.deepEqual(stepsOf(election, outcome), ["p1 funded 100 1/3 75", "p2 funded 40 5/6 30", "p3 no-supporters 10 - -"]);
  assert.deepEqual([outcome.runs, write(outcome.endowment!), outcome.cost], [1, "25", 90n]);
  // With cardinality p2 comes first: 15 each of two, then p1: 20 each, but voter 3 has 10, so 25 each of the others.
  assert.deepEqual(steps(sharesRule({ utility: "cardinality" }), election), ["p2 funded 100 15 50", "p1 funded 70 25 60", "p3 no-supporters 10 - -"]);
});

test("equal shares: what costs exactly all that its supporters have", () => {
  // 61 voters of 150000 / 61: doubles take their sum for less than 150000.
  const all = small(150_000, [150_000], ...Array.from({ length: 61 }, () => "1"));
  assert.deepEqual(steps(sharesRule(), all), ["p1 funded 150000 1/61 150000"]);
  const rich = small(10n ** 17n, [10n ** 17n], "1", "1", "1");
  assert.deepEqual(steps(sharesRule(), rich), ["p1 funded 100000000000000000 1/3 100000000000000000"]);
});

test("equal shares: points and Borda", () => {
  // Voters of 50. p1: 60 with points 4 and 1: rho 12, 48 and 12. p2: 40 by the second, who has 38 then.
  assert.deepEqual(steps(sharesRule({ utility: "points" }), small(100, [60, 40], "1:4", "1:1 2:1")), ["p1 funded 100 12 100", "p2 supporters-spent 40 - -"]);
  // Of a ranking of two the first has 1 and the second 0, so the second has no support there.
  assert.deepEqual(steps(sharesRule({ utility: "borda" }), small(100, [50, 50], "1 2", "2 1")), ["p1 funded 100 50 50", "p2 funded 50 50 50"]);
  assert.deepEqual(steps(sharesRule({ utility: "borda" }), small(100, [50, 50], "1", "1")), ["p1 no-supporters 100 - -", "p2 no-supporters 100 - -"]);
  // What nobody prefers to anything has no votes here, and nobody prefers an outcome for it.
  const last = small(100, [60, 100], "1 2", "2", "2", "2");
  assert.deepEqual(steps(sharesRule({ utility: "borda", "minimum-votes": 1n }), last), ["p1 supporters-spent 100 - -", "p2 not-eligible 100 - -"]);
  assert.deepEqual(count(sharesRule({ utility: "borda", comparison: "satisfaction" }), last).compared, { shares: 0, greedy: 1, switched: true });
});

test("equal shares: Add1, when it stops, and what follows it", () => {
  // 30 each. p1 (60 by two) is funded at once; p2 (50 by one) at 50: 110 > 90. p3 (40 by one) at 40 with 100 > 90. So the last is 39.
  const election = small(90, [60, 50, 40], "1", "1", "2 3");
  const add1 = count(sharesRule({ completion: "add1" }), election);
  assert.deepEqual([add1.runs, write(add1.endowment!), add1.cost], [11, "39", 60n]);
  const whole = count(sharesRule({ completion: "add1", start: "whole", unit: 7n, step: 1n }), election);
  assert.deepEqual([whole.runs, write(whole.endowment!), whole.cost], [3, "35", 60n]); // 28, 35, 42
  const exhaustive = count(sharesRule({ completion: "add1", stop: "exhaustive" }), election);
  assert.deepEqual([exhaustive.runs, write(exhaustive.endowment!)], [1, "30"]);
  const more = small(110, [60, 50, 40, 45], "1", "1", "2 3", "", "2");
  // 22 each: nobody has enough for anything; by votes, the cheaper of equals first.
  assert.deepEqual(steps(sharesRule({ then: "greedy" }), more),
    ["p2 completed 110 2 0", "p1 completed 60 2 0", "p3 supporters-spent 0 - -", "p4 no-supporters 0 - -"]);
});

test("equal shares: Add1 ends, the sooner the larger the election is", () => {
  const { runs, endowment, cost } = count(sharesRule({ completion: "add1" }), small(2n * 10n ** 12n, [10n ** 12n, 10n ** 6n], "1", "2", "", ""));
  assert.deepEqual([runs, write(endowment!), cost], [100_000, "500000099999", 1_000_000n]);
  const bounds: [number, number, number][] = [[0, 0, 100_000], [200, 100, 100_000], [201, 100, 99_502], [6_586, 64, 4_744], [20_000, 100, 1_000], [4_000_000, 2_000, 1_000]];
  for (const [voters, projects, most] of bounds) assert.equal(mostRuns(voters, projects), most);
  const large = small(2n * 10n ** 12n, Array.from({ length: 5_000 }, () => 10n ** 12n), "1", "2", "", "", "");
  assert.equal(count(sharesRule({ completion: "add1" }), large).runs, 80_000); // 2 * 10^9 / (5 * 5,000)
});

test("equal shares: who takes part", () => {
  const election = small(100, [60, 30, 120, 10], "1 2", "1 3", "1", "1");
  election.projects[3]!.withdrawn = true;
  assert.deepEqual(steps(sharesRule({ "minimum-votes": 2n }), election),
    ["p1 funded 100 1/4 100", "p2 not-eligible 40 - -", "p3 exceeds-envelope 40 - -", "p4 withdrawn 40 - -"]);
  // votes * 3 * 100 < 4 * cost: p2 300 < 120 does not hold, so it takes part; of factor 1: 100 < 120.
  assert.equal(steps(sharesRule({ "share-factor": 3n }), election)[1], "p2 supporters-spent 40 - -");
  assert.equal(steps(sharesRule({ "share-factor": 1n }), election)[1], "p2 not-eligible 40 - -");
  const none = small(100, [10]);
  assert.deepEqual(steps(sharesRule({ comparison: "coverage", completion: "add1", then: "greedy" }), none), ["p1 no-supporters 100 - -"]);
  assert.equal(count(sharesRule({ comparison: "coverage" }), none).compared, undefined);
});

test("equal shares: if more voters prefer greedy, it is greedy", () => {
  // Equal Shares funds nothing: nobody's supporters have enough. Greedy funds p1 for three.
  const election = small(90, [90, 50], "1", "1", "2", "");
  const outcome = count(sharesRule({ comparison: "satisfaction" }), election);
  assert.deepEqual(outcome.compared, { shares: 0, greedy: 2, switched: true });
  assert.deepEqual(stepsOf(election, outcome), ["p1 funded 90 2 0", "p2 does-not-fit 0 1 0"]);
  assert.deepEqual([outcome.cost, outcome.runs, write(outcome.endowment!)], [90n, 1, "45/2"]);
  // Both fund p1 only.
  const even = small(100, [50, 100], "1", "2", "2 1", "1");
  assert.equal(count(sharesRule({ comparison: "coverage" }), even).compared!.switched, false);
});

const byLoad = (change: Partial<PhragmenRule> = {}): PhragmenRule => ({ allocation: "phragmen", unaffordable: "stop", "minimum-votes": 0n, ...change });

test("phragmen: loads are balanced", () => {
  // t: p1 60/3 = 20, p2 30/2 = 15, p3 40/1. p2 first: voters 3 and 4 have 15. Then p1: (60 + 15) / 3 = 25.
  const election = small(130, [60, 30, 40], "1", "1", "1 2", "2", "3");
  assert.deepEqual(steps(byLoad(), election), ["p2 funded 130 15 0", "p1 funded 100 25 0", "p3 funded 40 40 0"]);
  assert.deepEqual(steps(byLoad(), { ...election, envelope: 70n }), ["p2 funded 70 15 0", "p1 does-not-fit 40 - -", "p3 after-stop 40 - -"]);
  assert.deepEqual(steps(byLoad({ unaffordable: "skip" }), { ...election, envelope: 70n }), ["p2 funded 70 15 0", "p3 funded 40 40 0", "p1 does-not-fit 0 - -"]);
  assert.deepEqual(steps(byLoad({ "minimum-votes": 2n }), { ...election, envelope: 50n }),
    ["p2 funded 50 15 0", "p1 exceeds-envelope 20 - -", "p3 not-eligible 20 - -"]);
  assert.deepEqual(names(count(byLoad(), small(100, [50, 50], "1", "2")).ties), ["p1,p2"]);
});
