// An election as its election.json defines it. Everything that a ballot proves is bound to these bytes by their fingerprint.

import { digitsOf } from "./budget.ts";
import { type Checked, must, Refusal, refused } from "./flaw.ts";
import { type Element, type Group, hash64 } from "./group.ts";
import { groupNamed } from "./groups.ts";
import { list, members, parse, text } from "./json.ts";
import type { Bases } from "./proof.ts";
import { ciphertextsOf, type Question, readQuestion } from "./question.ts";

export interface Election {
  readonly uuid: string;
  readonly name: string;
  readonly fingerprint: string; // 43 characters: hash64 of the bytes
  readonly group: Group;
  readonly publicKey: Element;
  readonly publicKeyText: string;
  readonly questions: readonly Question[];
  /** Steps that encrypting or checking one ballot takes, for progress. */
  readonly steps: number;
  /** Tables for a ballot's exponentiations; made when first asked for. */
  bases(): Bases;
}

const base58 = /^[1-9A-HJ-NP-Za-km-z]+$/;

/** Statements that an answer's proofs are about; of a mixnet answer the attempts at embedding. */
function stepsOf(question: Question, group: Group): number {
  if (question.kind === "mixnet") return group.attempts;
  const total = question.max - question.min + 1;
  return 2 * ciphertextsOf(question) + total + (question.blank ? 3 : 0) + (question.budget ? 4 * digitsOf(question.budget) : 0);
}

function read(json: string): Election {
  const source = members(parse(json));
  must(source["version"] === 1, "unsupported", "version");
  const [uuid, name, publicKeyText] = [text(source["uuid"]), text(source["name"]), text(source["public_key"])];
  const group = groupNamed(text(source["group"]));
  if (!group) throw new Refusal("unsupported", "group");
  must(uuid.length >= 14 && uuid.length <= 64 && base58.test(uuid), "bad_question", "uuid");
  const publicKey = group.decode(publicKeyText);
  // Under the identity as key nothing would be secret.
  if (!publicKey || group.equal(publicKey, group.identity)) throw new Refusal("bad_element", "public key");
  const questions = list(source["questions"]).map((each) => readQuestion(each, group));
  must(questions.length > 0, "bad_question", "no question");
  const steps = questions.reduce((sum, question) => sum + stepsOf(question, group), 0);
  let bases: Bases | undefined;
  return {
    uuid,
    name,
    fingerprint: hash64(json),
    group,
    publicKey,
    publicKeyText,
    questions,
    steps,
    // A ballot takes g about two times a step, y once.
    bases: () => (bases ??= { group, g: group.table(group.generator, 2 * steps), y: group.table(publicKey, steps) }),
  };
}

/** Members that nobody declared are passed over, as all versions of Belenios do: they are in the fingerprint. */
export function parseElection(json: string): Checked<Election> {
  try {
    return { ok: true, value: read(json) };
  } catch (reason) {
    return refused(reason);
  }
}
