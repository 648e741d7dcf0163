// Why something that arrived was refused: the same list of kinds as crypto/voting/flaw.hpp.

export type FlawKind =
  | "not_canonical" // not the one JSON text that it should be
  | "too_large"
  | "unsupported" // version, group or kind of question unknown here
  | "bad_question"
  | "bad_shape" // another number of answers, choices or proofs than the election asks for
  | "bad_element" // not the one encoding of a member of the group
  | "bad_number" // not a canonical decimal below q
  | "wrong_election"
  | "bad_credential"
  | "bad_choice_proof"
  | "bad_blank_proof"
  | "bad_total_proof"
  | "bad_budget_proof"
  | "bad_knowledge_proof"
  | "bad_signature"
  | "bad_choices" // choices that the question does not allow
  | "bad_opening"; // an opened ballot that does not hold what it is said to hold

export interface Flaw {
  kind: FlawKind;
  detail: string; // where: "answer 2, choice 7"; for experts, never a secret
}

export type Checked<T> = { ok: true; value: T } | { ok: false; flaw: Flaw };

/** Thrown inside this folder only; its public functions turn it into a Checked. */
export class Refusal extends Error {
  readonly flaw: Flaw;

  constructor(kind: FlawKind, detail = "") {
    super(`${kind}: ${detail}`);
    this.flaw = { kind, detail };
  }
}

export function must(holds: boolean, kind: FlawKind, detail = ""): asserts holds {
  if (!holds) throw new Refusal(kind, detail);
}

export const refused = (reason: unknown): { ok: false; flaw: Flaw } => {
  if (reason instanceof Refusal) return { ok: false, flaw: reason.flaw };
  throw reason;
};
