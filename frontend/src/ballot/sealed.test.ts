import assert from "node:assert/strict";
import { test } from "node:test";
import { checkBallot } from "../voting/check.ts";
import type { Pick } from "../voting/encodings.ts";
import { groupNamed } from "../voting/groups.ts";
import { electionJson, electionOf, mixnet, oneCode } from "../voting/samples.ts";
import { SealedBallot } from "./sealed.ts";
import type { Urn } from "./urns.ts";

const ed25519 = groupNamed("Ed25519")!;
const urn: Urn = {
  id: "town", name: "", election: "", envelope: 1, projects: ["P1", "P2", "P3", "P4", "P5"], everyone: true,
  kind: "ranking", choicesMin: 0, choicesMax: 3, budgetMax: 0, pointsMax: 0, placePoints: [],
};
const ranking = [mixnet("ranking", 5, 3, { min: 0, max: 3 })];
const points = [mixnet("points", 5, 4, { min: 0, max: 2, points: 10 })];
const seal = (questions: object[], picks: Pick[]) => SealedBallot.make(urn, electionJson(ed25519, questions), [oneCode], picks, () => {});

test("an opened ballot says what was chosen, in its order and with its points", async () => {
  for (const [questions, picks] of [
    [ranking, [{ choice: 4 }, { choice: 0 }]],
    [ranking, []],
    [points, [{ choice: 1, points: 7 }, { choice: 3, points: 3 }]],
  ] as const) {
    const ballot = await seal([...questions], [...picks]);
    assert.deepEqual(await ballot.read(ballot.open()), picks);
    assert.throws(() => ballot.bytes()); // it cannot be cast any more
  }
});

test("another ballot's opening is not taken for its own", async () => {
  const [ballot, other] = [await seal(ranking, [{ choice: 4 }]), await seal(ranking, [{ choice: 4 }])];
  await assert.rejects(ballot.read(other.open()), /another check code/);
});

test("a sealed ballot is signed, and only its own entry is known as its own", async () => {
  const ballot = await seal(points, [{ choice: 0, points: 10 }]);
  const json = Buffer.from(ballot.bytes().subarray(32)).toString("utf8");
  const checked = checkBallot(electionOf(ed25519, points), json);
  assert.ok(checked.ok && checked.value.tracker === ballot.tracker);
  assert.ok(!ballot.isOurs("hour 1\nradslag/v1/round-closed\n"));
});

test("what the question does not allow is not sealed", async () => {
  await assert.rejects(seal(points, [{ choice: 0, points: 11 }]), /too many points/);
  await assert.rejects(seal(ranking, [0, 1, 2, 3].map((choice) => ({ choice }))), /too few or too many/);
});
