import assert from "node:assert/strict";
import { test } from "node:test";
import { type Draft, encryptBallot, encryptSteps } from "./ballot.ts";
import { checkBallot, checkBallotInPieces } from "./check.ts";
import { credentialOf } from "./credential.ts";
import type { Election } from "./election.ts";
import { hash64 } from "./group.ts";
import { groupNamed, groups } from "./groups.ts";
import type { HomomorphicAnswer } from "./homomorphic.ts";
import { checkOpening } from "./opening.ts";
import { electionOf, homomorphic, mixnet, oneCode, otherCode, resign } from "./samples.ts";
import { atOnce } from "./steps.ts";

const ed25519 = groupNamed("Ed25519")!;
const budget = { limit: 1000, costs: [300, 400, 500, 20] };
const asked = {
  plain: homomorphic(4, { min: 1, max: 3 }),
  blank: homomorphic(3, { blank: true, min: 1, max: 2 }),
  budget: homomorphic(4, { blank: true, min: 1, max: 4, budget }),
  mixnet: mixnet("approval", 20, 3, { min: 0, max: 20 }),
};

const draftOf = (election: Election, numbers: number[][], code = oneCode): Draft =>
  atOnce(encryptSteps(election, credentialOf(election, [code]), numbers));
const castOf = (election: Election, numbers: number[][], code = oneCode) => draftOf(election, numbers, code).sign();

function refusal(election: Election, json: string): string {
  const checked = checkBallot(election, json);
  return checked.ok ? "accepted" : checked.flaw.kind;
}

for (const group of groups) {
  test(`${group.name}: ballots of each kind of question hold, are found again and open`, async () => {
    const questions = [asked.plain, asked.blank, asked.budget, ...(group.embeddingBytes > 0 ? [asked.mixnet] : [])];
    const election = electionOf(group, questions);
    for (const all of [
      [[1, 0, 0, 1], [0, 0, 1, 1], [0, 0, 1, 1, 0], [5, 0, 8]],
      [[1, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0]],
    ]) {
      const numbers = all.slice(0, questions.length);
      const draft = draftOf(election, numbers);
      const { json, tracker } = draft.sign();
      const { publicKey } = credentialOf(election, [oneCode]);
      assert.deepEqual(checkBallot(election, json), { ok: true, value: { credential: publicKey, hash: draft.hash, tracker } });
      assert.equal(tracker, hash64(json));

      const opened = await checkOpening(election, draftOf(election, numbers).open());
      assert.ok(opened.ok, opened.ok ? "" : `${opened.flaw.kind} ${opened.flaw.detail}`);
    }
  });
}

test("each combination of choices and of budget's digits has its proofs", () => {
  const question = homomorphic(3, { blank: true, min: 1, max: 2, budget: { limit: 17, costs: [1, 5, 11] } });
  const election = electionOf(ed25519, [question]);
  for (const bits of [[0, 0, 1], [0, 1, 0], [1, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]) {
    assert.equal(refusal(election, castOf(election, [[0, ...bits]]).json), "accepted", bits.join());
  }
  assert.equal(refusal(election, castOf(election, [[1, 0, 0, 0]]).json), "accepted");
});

test("a budget that is used up to its last unit holds; over by one no ballot is made, and another's proof does not pass", () => {
  const ask = (limit: number) => electionOf(ed25519, [homomorphic(2, { min: 0, max: 2, budget: { limit, costs: [501, 500] } })]);
  const [enough, short] = [ask(1001), ask(1000)];
  assert.equal(refusal(enough, castOf(enough, [[1, 1]]).json), "accepted");
  assert.throws(() => draftOf(short, [[1, 1]]), RangeError);

  // The proof of a cheaper ballot under the same credential, transplanted before signing.
  const loose = electionOf(ed25519, [homomorphic(2, { min: 0, max: 2 })]);
  const costly = { ...loose, fingerprint: short.fingerprint };
  const cheap = draftOf(short, [[1, 0]]);
  const proof = (JSON.parse(cheap.sign().json) as { answers: HomomorphicAnswer[] }).answers[0]!.budget_proof!;
  const transplanted = signAnew(costly, [[1, 1]], (answer) => ({ ...answer, budget_proof: proof }));
  assert.equal(refusal(short, transplanted), "bad_budget_proof");
  assert.equal(refusal(short, signAnew(costly, [[1, 1]], (answer) => answer)), "bad_shape");
});

/** A ballot whose first answer was changed before it was signed: the signature holds. */
function signAnew(election: Election, numbers: number[][], change: (answer: HomomorphicAnswer) => object): string {
  const { ballot } = JSON.parse(draftOf(election, numbers).open()) as { ballot: { answers: HomomorphicAnswer[] } };
  return resign(election, { ...ballot, answers: [change(ballot.answers[0]!), ...ballot.answers.slice(1)] });
}

test("what a signature does not cover up", () => {
  const election = electionOf(ed25519, [asked.budget]);
  const other = JSON.parse(castOf(election, [[0, 0, 0, 0, 1]]).json) as { answers: HomomorphicAnswer[] };
  const numbers = [[0, 1, 0, 0, 0]];
  const cases: [string, (answer: HomomorphicAnswer) => object][] = [
    ["accepted", (answer) => answer],
    ["not_canonical", (answer) => ({ ...answer, extra: 1 })],
    ["not_canonical", ({ choices, ...answer }) => ({ ...answer, choices })],
    ["bad_shape", ({ budget_proof: _, ...answer }) => answer],
    ["bad_shape", ({ blank_proof: _, ...answer }) => answer],
    ["bad_shape", (answer) => ({ ...answer, choices: answer.choices.slice(1) })],
    ["bad_shape", (answer) => ({ ...answer, overall_proof: answer.overall_proof.slice(1) })],
    ["bad_choice_proof", (answer) => ({ ...answer, individual_proofs: [...answer.individual_proofs].reverse() })],
    ["bad_total_proof", (answer) => ({ ...answer, overall_proof: [...answer.overall_proof].reverse() })],
    ["bad_blank_proof", (answer) => ({ ...answer, blank_proof: [...answer.blank_proof!].reverse() })],
    ["bad_budget_proof", (answer) => ({ ...answer, budget_proof: other.answers[0]!.budget_proof })],
    ["bad_choice_proof", (answer) => ({ ...answer, choices: other.answers[0]!.choices })],
    ["bad_element", (answer) => ({ ...answer, choices: [{ ...answer.choices[0]!, alpha: "0".repeat(64) }, ...answer.choices.slice(1)] })],
    ["bad_choice_proof", (answer) => ({ ...answer, choices: [{ ...answer.choices[0]!, alpha: `${"0".repeat(63)}1` }, ...answer.choices.slice(1)] })],
    ["bad_number", (answer) => ({ ...answer, overall_proof: answer.overall_proof.map((proof) => ({ ...proof, challenge: `0${proof.challenge}` })) })],
    ["bad_number", (answer) => ({ ...answer, overall_proof: answer.overall_proof.map((proof) => ({ ...proof, response: `+${proof.response}` })) })],
    ["bad_number", (answer) => ({ ...answer, overall_proof: answer.overall_proof.map((proof) => ({ ...proof, challenge: `${BigInt(proof.challenge) + ed25519.order}` })) })],
  ];
  for (const [verdict, change] of cases) assert.equal(refusal(election, signAnew(election, numbers, change)), verdict, change.toString());
});

test("a ballot of another voter or election, or under no credential, is refused", () => {
  const election = electionOf(ed25519, [asked.mixnet]);
  const elsewhere = electionOf(ed25519, [asked.mixnet], "uMVRr37SozuJ7m");
  const { json } = castOf(election, [[5, 0, 8]], otherCode);
  assert.equal(refusal(elsewhere, json), "wrong_election");
  const mine = credentialOf(election, [oneCode]).publicKey;
  const { signature: _, ...copied } = JSON.parse(json) as { credential: string; signature: object };
  assert.equal(refusal(election, resign(election, copied)), "bad_signature");
  assert.equal(refusal(election, resign(election, { ...copied, credential: mine })), "bad_knowledge_proof");
  assert.equal(refusal(election, resign(election, { ...copied, credential: `${"0".repeat(63)}1` })), "bad_credential");
  const checked = checkBallot(election, json, (credential) => credential === mine);
  assert.ok(!checked.ok && checked.flaw.kind === "bad_credential");
});

test("odd spellings of the whole are refused", () => {
  const election = electionOf(ed25519, [asked.mixnet]);
  const { json } = castOf(election, [[5, 0, 8]]);
  assert.equal(refusal(election, json), "accepted");
  for (const odd of [
    ` ${json}`,
    `${json}\n`,
    json.replace('","', '", "'),
    json.replace("{", '{"extra":1,'),
    json.replace('"signature"', '"extra":1,"signature"'),
    json.replace("election_uuid", "election\\u005fuuid"),
    json.replace('{"election_uuid"', '{"election_uuid":"x","election_uuid"'),
    json.replace('{"election_uuid"', '{"__proto__":{},"election_uuid"'),
  ]) {
    assert.notEqual(odd, json);
    assert.equal(refusal(election, odd), "not_canonical", odd.slice(0, 60));
  }
  assert.equal(refusal(election, json.padEnd(131_073)), "too_large");
  for (const bad of ["", "null", "[]", "{}", "7", '{"answers":1}', "[".repeat(50_000)]) assert.notEqual(refusal(election, bad), "accepted");
});

test("a draft is opened or signed, once", () => {
  const election = electionOf(ed25519, [asked.mixnet]);
  for (const [first, second] of [["open", "sign"], ["sign", "open"], ["sign", "sign"], ["open", "open"]] as const) {
    const draft = draftOf(election, [[0, 0, 0]]);
    draft[first]();
    assert.throws(() => draft[second]());
  }
});

test("two ballots of the same choices have nothing in common", () => {
  const election = electionOf(ed25519, [asked.mixnet]);
  const [a, b] = [draftOf(election, [[5, 0, 8]]), draftOf(election, [[5, 0, 8]])];
  assert.notEqual(a.hash, b.hash);
});

test("choices that the question does not allow are never encrypted", () => {
  const election = electionOf(ed25519, [asked.blank]);
  for (const numbers of [[0, 0, 0, 0], [1, 1, 0, 0], [0, 2, 0, 0], [0, 1, 1], [0, -1, 1, 1], [0, 0.5, 0, 0], [0, 1, 1, 1]]) assert.throws(() => draftOf(election, [numbers]), RangeError);
  const mixed = electionOf(ed25519, [asked.mixnet]);
  for (const numbers of [[0, 0], [0, 0, 256], [0, 0, -1], [0, 0, 0.5]]) assert.throws(() => draftOf(mixed, [numbers]), RangeError);
});

test("in pieces: the loop of events goes on meanwhile, and progress ends at the whole", async () => {
  const election = electionOf(ed25519, [homomorphic(30, { min: 0, max: 30 })]);
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  const seen: [number, number][] = [];
  const numbers = [new Array<number>(30).fill(1)];
  const draft = await encryptBallot(election, credentialOf(election, [oneCode]), numbers, (done, total) => seen.push([done, total]));
  const checked = await checkBallotInPieces(election, draft.sign().json);
  clearInterval(timer);
  assert.ok(checked.ok);
  assert.ok(turns > 0);
  assert.ok(seen.length > 1 && seen.every(([done, total], i) => total === election.steps && done >= (seen[i - 1]?.[0] ?? 0)));
  assert.deepEqual(seen.at(-1), [election.steps, election.steps]);
});
