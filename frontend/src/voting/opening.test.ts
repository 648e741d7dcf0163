import assert from "node:assert/strict";
import { test } from "node:test";
import { encryptSteps, type Opening } from "./ballot.ts";
import { credentialOf } from "./credential.ts";
import { groupNamed } from "./groups.ts";
import { checkOpening } from "./opening.ts";
import { electionOf, homomorphic, mixnet, oneCode } from "./samples.ts";
import { atOnce } from "./steps.ts";

const questions = [homomorphic(3, { blank: true, min: 1, max: 2 }), mixnet("ranking", 5, 2, { min: 0, max: 2 })];
const election = electionOf(groupNamed("Ed25519")!, questions);
const draft = atOnce(encryptSteps(election, credentialOf(election, [oneCode]), [[0, 1, 0, 1], [4, 1]]));
const json = draft.open();

async function verdict(change: (opening: Opening) => void): Promise<string> {
  const opening = JSON.parse(json) as Opening;
  change(opening);
  const checked = await checkOpening(election, JSON.stringify(opening));
  return checked.ok ? "accepted" : checked.flaw.kind;
}

test("an opening shows what was encrypted, under the hash that was shown before", async () => {
  const opened = await checkOpening(election, json);
  assert.deepEqual(opened, {
    ok: true,
    value: {
      credential: credentialOf(election, [oneCode]).publicKey,
      hash: draft.hash,
      picks: [[{ choice: 0 }, { choice: 2 }], [{ choice: 3 }, { choice: 0 }]],
    },
  });
});

test("an opening that says anything else is refused", async () => {
  assert.equal(await verdict(() => {}), "accepted");
  assert.equal(await verdict(({ numbers }) => (numbers[1] = [1, 4])), "bad_opening");
  assert.equal(await verdict(({ numbers }) => (numbers[0] = [0, 1, 1, 0])), "bad_opening");
  assert.equal(await verdict(({ numbers }) => (numbers[0] = [1, 0, 0, 0])), "bad_opening");
  assert.equal(await verdict(({ numbers }) => (numbers[0] = [0, 1, 1, 1])), "bad_choices");
  assert.equal(await verdict(({ numbers }) => numbers.pop()), "bad_shape");
  assert.equal(await verdict(({ randomness }) => randomness[0]!.pop()), "bad_shape");
  assert.equal(await verdict(({ randomness }) => (randomness[1]![0] = `${BigInt(randomness[1]![0]!) - 1n}`)), "bad_opening");
  assert.equal(await verdict(({ randomness }) => (randomness[1]![0] = `${BigInt(randomness[1]![0]!) + election.group.order}`)), "bad_number");
  assert.equal(await verdict(({ randomness }) => (randomness[1]![0] = `0${randomness[1]![0]!}`)), "bad_number");
  assert.equal(await verdict((opening) => Object.assign(opening, { extra: 1 })), "not_canonical");
  assert.equal(await verdict(({ ballot }) => Object.assign(ballot, { signature: {} })), "not_canonical");
  assert.equal(await verdict(({ ballot }) => (ballot.election_uuid = "other")), "wrong_election");
});
