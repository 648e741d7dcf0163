import assert from "node:assert/strict";
import { test } from "node:test";
import { checkBallot } from "./check.ts";
import { readSample, sampleNames } from "./samples.ts";

for (const name of sampleNames()) {
  test(`every ballot of ${name} is good`, () => {
    const { election, ballots, publicCredentials } = readSample(name);
    assert.equal(ballots.length, 20);
    for (const ballot of ballots) {
      const checked = checkBallot(election, ballot, (credential) => publicCredentials.includes(credential));
      assert.ok(checked.ok, checked.ok ? "" : `${checked.flaw.kind} ${checked.flaw.detail}`);
    }
  });
}
