// Judging a ballot that somebody else made, as strictly as crypto/voting does: more strictly than Belenios' own tools, which let odd
// spellings inside answers pass.

import { bindingOf, type Signature, type UnsignedBallot } from "./ballot.ts";
import type { Election } from "./election.ts";
import { type Checked, must, refused } from "./flaw.ts";
import { hash64, hashElements } from "./group.ts";
import { checkHomomorphic, type HomomorphicAnswer } from "./homomorphic.ts";
import { list, members, parse, text } from "./json.ts";
import { checkMixnet, type MixnetAnswer } from "./mixnet.ts";
import { readProof, writeProof } from "./proof.ts";
import { atOnce, inPieces, type Progress, type Steps } from "./steps.ts";

/** What a good ballot says of itself. */
export interface KnownBallot {
  credential: string;
  hash: string; // signature.hash
  tracker: string;
}

const largest = 131_072; // bytes

const frame = ["election_uuid", "election_hash", "credential", "answers"];

function checkFrame(election: Election, source: Record<string, unknown>): string {
  const [uuid, hash, credential] = [text(source["election_uuid"]), text(source["election_hash"]), text(source["credential"])];
  must(uuid === election.uuid && hash === election.fingerprint, "wrong_election");
  const key = election.group.decode(credential);
  must(key !== undefined && !election.group.equal(key, election.group.identity), "bad_credential");
  return credential;
}

/** All but the signature: frame, membership, every proof. Returns what to write again, to be compared with what came. */
export function* checkUnsigned(election: Election, source: Record<string, unknown>): Steps<UnsignedBallot> {
  const credential = checkFrame(election, source);
  const values = list(source["answers"]);
  must(values.length === election.questions.length, "bad_shape", "answers");
  const s0 = bindingOf(election, credential);
  const answers: (HomomorphicAnswer | MixnetAnswer)[] = [];
  for (const [i, question] of election.questions.entries()) {
    answers.push(
      question.kind === "mixnet"
        ? yield* checkMixnet(election, s0, values[i])
        : yield* checkHomomorphic(election.bases(), question, s0, values[i]),
    );
  }
  return { election_uuid: election.uuid, election_hash: election.fingerprint, credential, answers };
}

/** `unsigned`: the bytes that were signed. */
function checkSignature(election: Election, credential: string, unsigned: string, value: unknown): Signature {
  const { group, g } = election.bases();
  const source = members(value);
  const hash = text(source["hash"]);
  const proof = readProof(group, source["proof"]);
  must(hash === hash64(unsigned), "bad_signature", "hash");
  const commitment = group.product(g.power(proof.response), group.power(group.decode(credential)!, proof.challenge));
  must(hashElements(group, `sig|${hash}|`, [commitment]) === proof.challenge, "bad_signature");
  return { hash, proof: writeProof(proof) };
}

function* checkSteps(election: Election, json: string, isKnown: (credential: string) => boolean): Steps<KnownBallot> {
  must(json.length <= largest, "too_large");
  const source = members(parse(json));
  // Cheap checks first; whether each member inside is one that the format declares shows at the end, when all has been written again.
  must(JSON.stringify(source) === json && Object.keys(source).join() === [...frame, "signature"].join(), "not_canonical");
  const credential = checkFrame(election, source);
  must(isKnown(credential), "bad_credential");
  const unsigned = `${json.slice(0, json.lastIndexOf(',"signature":'))}}`;
  const signature = checkSignature(election, credential, unsigned, source["signature"]);
  const ballot = yield* checkUnsigned(election, source);
  must(JSON.stringify({ ...ballot, signature }) === json, "not_canonical");
  return { credential, hash: signature.hash, tracker: hash64(json) };
}

const anybody = () => true;

/** `isKnown`: whether a credential is on the election's list. */
export function checkBallot(election: Election, json: string, isKnown: (credential: string) => boolean = anybody): Checked<KnownBallot> {
  try {
    return { ok: true, value: atOnce(checkSteps(election, json, isKnown)) };
  } catch (reason) {
    return refused(reason);
  }
}

/** The same with the page alive meanwhile. */
export async function checkBallotInPieces(election: Election, json: string, progress?: Progress): Promise<Checked<KnownBallot>> {
  try {
    return { ok: true, value: await inPieces(checkSteps(election, json, anybody), election.steps, progress) };
  } catch (reason) {
    return refused(reason);
  }
}

