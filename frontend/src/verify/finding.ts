// What is wrong, as a word and its parameters: the catalogue has the sentence (`island_verify.why_<word>`).

export const reasons = [
  "not_text", "too_long", "bad_field", "left_over", "unknown_kind", "bad_seals",
  "hour_back", "other_log", "wrong_log", "wrong_beginning", "repeated", "unknown", "wrong", "not_now", "frozen",
  "too_few_seals", "seal_unknown", "seal_ended", "seal_role", "bad_seal", "no_seals",
  "hand_over_due", "hand_over_stray", "hand_over_missing", "signed_already", "not_signed", "email_refused",
  "no_registrar", "bad_attestation", "bad_path", "attestation_hour", "attestation_area",
  "blob_missing", "blob_digest", "blob_content", "not_jpeg", "text_was_shown",
  "ballot_signature", "ballot_other", "ballot_choices", "ballot_secret", "tally_differs", "lot_differs", "allocation_differs", "needs_reason",
  "urn_was_open", "sealed_though_closed", "bad_key_signature", "bad_receipt",
  "file_missing", "file_cut", "file_long", "file_extra", "tile_differs", "root_differs", "empty_log", "bad_vkey", "bad_note", "bad_checkpoint",
  "bad_witnessed", "not_a_bundle", "not_witnessed", "witness_ahead", "witness_behind", "changed_while_read", "not_withholdable",
  "seen_longer", "seen_other",
  "receipt_newer", "receipt_fork", "receipt_other_entry",
] as const;

export type Reason = (typeof reasons)[number];
export type Details = Record<string, string | number>;

/** Where and what. `log`: "town", "rounds/<id>" or "" where it is about no log. */
export interface Finding {
  log: string;
  index?: number;
  file?: string;
  reason: Reason;
  details: Details;
}

/** Thrown where an entry, a file or a note is judged; the reader of the log turns it into a finding. */
export class Refusal extends Error {
  readonly reason: Reason;
  readonly details: Details;

  constructor(reason: Reason, details: Details = {}) {
    super(`${reason} ${JSON.stringify(details)}`);
    this.reason = reason;
    this.details = details;
  }
}

export function must(holds: boolean, reason: Reason, details: Details = {}): asserts holds {
  if (!holds) throw new Refusal(reason, details);
}

/** For a value that must be there. */
export function known<T>(value: T | undefined, reason: Reason, details: Details = {}): T {
  if (value === undefined) throw new Refusal(reason, details);
  return value;
}

/** A field that must have one value. */
export function equals(field: string, value: string | number | bigint, expected: string | number | bigint): void {
  if (value !== expected) throw new Refusal("wrong", { field, value: String(value), expected: String(expected) });
}
