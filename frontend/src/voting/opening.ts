// Checking a ballot that was opened instead of cast: whether it holds what its program said. To be done where that program has no say,
// on another device or by `radslag-verify ballot`.

import type { Opening } from "./ballot.ts";
import { checkUnsigned } from "./check.ts";
import type { Election } from "./election.ts";
import { decodeNumbers, type Pick } from "./encodings.ts";
import { type Checked, must, Refusal, refused } from "./flaw.ts";
import { hash64, readScalar } from "./group.ts";
import { encryptBit, type HomomorphicAnswer } from "./homomorphic.ts";
import { integer, list, members, parse, text } from "./json.ts";
import { encryptNumbers, type MixnetAnswer } from "./mixnet.ts";
import { type CiphertextText, spell, writeCiphertexts } from "./proof.ts";
import type { Question } from "./question.ts";
import { inPieces, type Progress, type Steps } from "./steps.ts";

/** What a good opening shows. */
export interface OpenedBallot {
  credential: string;
  hash: string; // to be compared with what was shown before the challenge
  picks: Pick[][]; // per question: to be compared with what was chosen
}

const ciphertextsOf = (question: Question, answer: HomomorphicAnswer | MixnetAnswer): CiphertextText[] =>
  question.kind === "mixnet" ? [(answer as MixnetAnswer).choices] : (answer as HomomorphicAnswer).choices;

/** The same numbers encrypted with the same randomness. */
function* again(election: Election, question: Question, randomness: readonly bigint[], numbers: readonly number[]): Steps<CiphertextText[]> {
  if (question.kind === "mixnet") return writeCiphertexts(election.group, [yield* encryptNumbers(election, randomness[0]!, numbers)]);
  const made = [];
  for (const [i, bit] of numbers.entries()) {
    made.push(encryptBit(election.bases(), randomness[i]!, bit));
    yield;
  }
  return writeCiphertexts(election.group, made);
}

function* checkSteps(election: Election, json: string): Steps<OpenedBallot> {
  const source = members(parse(json));
  const ballot = yield* checkUnsigned(election, members(source["ballot"]));
  const opening: Opening = {
    ballot,
    randomness: list(source["randomness"]).map((each) => list(each).map(text)),
    numbers: list(source["numbers"]).map((each) => list(each).map(integer)),
  };
  must(JSON.stringify(opening) === json, "not_canonical");
  const { questions } = election;
  must(opening.randomness.length === questions.length && opening.numbers.length === questions.length, "bad_shape", "answers");
  const picks: Pick[][] = [];
  for (const [i, question] of questions.entries()) {
    const decoded = decodeNumbers(question, opening.numbers[i]!);
    if (!decoded.ok) throw new Refusal(decoded.flaw.kind, `answer ${i + 1}: ${decoded.flaw.detail}`);
    const ciphertexts = ciphertextsOf(question, ballot.answers[i]!);
    const randomness = opening.randomness[i]!.map((each) => {
      const value = readScalar(each, election.group.order);
      if (value === undefined) throw new Refusal("bad_number", `answer ${i + 1}`);
      return value;
    });
    must(randomness.length === ciphertexts.length, "bad_shape", "randomness");
    const made = yield* again(election, question, randomness, opening.numbers[i]!);
    must(spell(made) === spell(ciphertexts), "bad_opening", `answer ${i + 1}`);
    picks.push(decoded.value);
  }
  return { credential: ballot.credential, hash: hash64(JSON.stringify(ballot)), picks };
}

export async function checkOpening(election: Election, json: string, progress?: Progress): Promise<Checked<OpenedBallot>> {
  try {
    return { ok: true, value: await inPieces(checkSteps(election, json), election.steps, progress) };
  } catch (reason) {
    return refused(reason);
  }
}
