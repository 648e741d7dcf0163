// Ballots that somebody tampered with at random: none may pass, and none may break the program.

import assert from "node:assert/strict";
import { test } from "node:test";
import { encryptSteps } from "./ballot.ts";
import { checkBallot } from "./check.ts";
import { credentialOf } from "./credential.ts";
import { groupNamed } from "./groups.ts";
import { mutationsOf } from "./mutations.ts";
import { electionOf, mixnet, oneCode, otherCode, resign } from "./samples.ts";
import { atOnce } from "./steps.ts";

for (const [name, count] of [["Ed25519", 9500], ["RFC-3526-2048", 500]] as const) {
  test(`${count} mutated mixnet ballots of ${name} are refused`, () => {
    const election = electionOf(groupNamed(name)!, [mixnet("approval", 20, 3, { min: 0, max: 20 })]);
    const [json, other] = [oneCode, otherCode].map(
      (code) => atOnce(encryptSteps(election, credentialOf(election, [code]), [[5, 0, 8]])).sign().json,
    ) as [string, string];
    for (const good of [json, other]) assert.ok(checkBallot(election, good).ok);
    let tried = 0;
    for (const mutated of mutationsOf(json, other, count)) {
      tried += 1;
      assert.ok(!checkBallot(election, mutated).ok, `${tried}: ${mutated}\nfrom ${json}`);
    }
    assert.equal(tried, count);
  });
}

test("1000 with a signature that holds are refused by what they contain", () => {
  const election = electionOf(groupNamed("Ed25519")!, [mixnet("approval", 20, 3, { min: 0, max: 20 })]);
  const [json, other] = [oneCode, otherCode].map((code) => {
    const { ballot } = JSON.parse(atOnce(encryptSteps(election, credentialOf(election, [code]), [[5, 0, 8]])).open()) as { ballot: object };
    return JSON.stringify(ballot);
  }) as [string, string];
  assert.ok(checkBallot(election, resign(election, JSON.parse(json) as object)).ok);
  let tried = 0;
  const reasons = new Set<string>();
  for (const mutated of mutationsOf(json, other, 3000)) {
    const ballot = parsed(mutated);
    if (typeof ballot !== "object" || ballot === null || JSON.stringify(ballot) === json) continue;
    tried += 1;
    const checked = checkBallot(election, resign(election, ballot));
    assert.ok(!checked.ok, `${tried}: ${mutated}`);
    reasons.add(checked.flaw.kind);
    if (tried === 1000) break;
  }
  assert.equal(tried, 1000);
  for (const reason of ["bad_knowledge_proof", "bad_element", "bad_number", "not_canonical", "wrong_election"]) assert.ok(reasons.has(reason), reason);
});

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
