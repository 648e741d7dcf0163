// A ballot, in two steps: encrypted, then either opened (to find out whether the program encrypted what was chosen; an opened ballot is
// never cast) or signed. The Belenios specification, sections 4.14 and 4.15.

import type { Credential } from "./credential.ts";
import type { Election } from "./election.ts";
import { hash64, hashElements, modulo, randomScalar } from "./group.ts";
import { answerHomomorphic, type HomomorphicAnswer } from "./homomorphic.ts";
import { answerMixnet, type MixnetAnswer } from "./mixnet.ts";
import type { ProofText } from "./proof.ts";
import { inPieces, type Progress, type Steps } from "./steps.ts";

/** One answer in the clear, as encodings.ts makes it: a homomorphic question's bits ("blank" first where there is one), a mixnet question's numbers. */
export type Plain = readonly number[];

/** Members in the order in which they are written. */
export interface UnsignedBallot {
  election_uuid: string;
  election_hash: string;
  credential: string;
  answers: (HomomorphicAnswer | MixnetAnswer)[];
}

export interface Signature {
  hash: string;
  proof: ProofText;
}

/** What a challenge reveals: whoever has it can encrypt again and compare. Members in the order in which they are written. */
export interface Opening {
  ballot: UnsignedBallot;
  randomness: string[][]; // per question and ciphertext, decimal
  numbers: number[][]; // per question, as `Plain`
}

/** A ballot ready to be cast. */
export interface Cast {
  json: string;
  /** hash64 of the JSON: by this it is found in the record. Belenios' "smart ballot tracker". */
  tracker: string;
}

/** An encrypted ballot that waits for a decision: `open` or `sign`, once; the other throws from then on. */
export interface Draft {
  /** 43 characters that fix all that is encrypted: to be shown before the decision. The signed ballot carries them as signature.hash. */
  readonly hash: string;
  /** JSON of an `Opening`, for opening.ts and `radslag-verify ballot`. */
  open(): string;
  sign(): Cast;
}

/** What the answers' hashes begin with: ballots cannot be moved to another election or voter. */
export const bindingOf = (election: Election, credential: string): string => `${election.fingerprint}|${credential}`;

function* encryptSteps(election: Election, credential: Credential, choices: readonly Plain[]): Steps<Draft> {
  if (choices.length !== election.questions.length) throw new RangeError("one answer a question");
  const s0 = bindingOf(election, credential.publicKey);
  const answers: (HomomorphicAnswer | MixnetAnswer)[] = [];
  let randomness: bigint[][] | undefined = [];
  for (const [i, question] of election.questions.entries()) {
    const plain = choices[i]!;
    const made =
      question.kind === "mixnet"
        ? yield* answerMixnet(election, question, s0, plain)
        : yield* answerHomomorphic(election.bases(), question, s0, plain);
    answers.push(made.answer);
    randomness.push(made.randomness);
  }
  const ballot: UnsignedBallot = {
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential: credential.publicKey,
    answers,
  };
  const hash = hash64(JSON.stringify(ballot));
  const decide = () => {
    if (!randomness) throw new Error("the ballot has been opened or signed");
    const known = randomness;
    randomness = undefined;
    return known;
  };
  return {
    hash,
    open() {
      const opening: Opening = { ballot, randomness: decide().map((each) => each.map(String)), numbers: choices.map((each) => [...each]) };
      return JSON.stringify(opening);
    },
    sign() {
      decide();
      return signed(election, ballot, hash, credential.secret());
    },
  };
}

function signed(election: Election, ballot: UnsignedBallot, hash: string, secret: bigint): Cast {
  const { group, g } = election.bases();
  const w = randomScalar(group);
  const challenge = hashElements(group, `sig|${hash}|`, [g.power(w)]);
  const response = modulo(w - secret * challenge, group.order);
  const signature: Signature = { hash, proof: { challenge: challenge.toString(), response: response.toString() } };
  const json = JSON.stringify({ ...ballot, signature });
  return { json, tracker: hash64(json) };
}

/**
 * Encrypts with the page alive: breathes every few milliseconds and reports progress. Rejects with RangeError where the choices are none
 * that the questions allow: check before (`allows`, encodings.ts).
 */
export function encryptBallot(election: Election, credential: Credential, choices: readonly Plain[], progress?: Progress): Promise<Draft> {
  return inPieces(encryptSteps(election, credential, choices), election.steps, progress);
}

/** The same at once, for programs. */
export { encryptSteps };
