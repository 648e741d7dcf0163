// A voter's credential: from the 22 letters that are handed out to a secret number and a public key, as Belenios does since 2.4. Each
// election (uuid) gives another key, and nobody can tell that two belong to the same letters.

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, utf8 } from "../record/bytes.ts";
import type { Election } from "./election.ts";
import { bigEndian } from "./group.ts";

export type CodeResult =
  | { ok: true; code: string } // XXXXX-XXXXXX-XXXXX-XXXXXX
  | { ok: false; reason: "empty" }
  | { ok: false; reason: "length"; count: number }
  | { ok: false; reason: "character"; character: string };

const codeLength = 22;

/** What a person typed. White space and all kinds of dashes are ignored; capitals and small letters are different letters. */
export function readCardCode(typed: string): CodeResult {
  const letters = typed.replace(/[\s\p{Pd}\u2212_.]/gu, "");
  if (letters === "") return { ok: false, reason: "empty" };
  const wrong = [...letters].find((letter) => !/^[1-9A-HJ-NP-Za-km-z]$/.test(letter));
  if (wrong !== undefined) return { ok: false, reason: "character", character: wrong };
  if (letters.length !== codeLength) return { ok: false, reason: "length", count: letters.length };
  return { ok: true, code: [letters.slice(0, 5), letters.slice(5, 11), letters.slice(11, 16), letters.slice(16)].join("-") };
}

/** The secret number of a canonical code; of two halves the sum. */
export function deriveSecret(election: Election, codes: readonly string[]): bigint {
  const sum = codes.reduce((all, code) => {
    const part = (i: number) => sha256(utf8(`derive_credential|${election.uuid}|${i}|${code}`));
    return all + bigEndian(concat(part(0), part(1)));
  }, 0n);
  return sum % election.group.order;
}

/** Holds the secret of one voter in one election, in memory only. */
export interface Credential {
  readonly publicKey: string; // as in the public list
  /** Throws after `forget`. */
  secret(): bigint;
  /** Drops the secret. JavaScript cannot overwrite a number; nothing here refers to it any longer. */
  forget(): void;
}

/** `codes`: one, or the two halves, in canonical form. */
export function credentialOf(election: Election, codes: readonly string[]): Credential {
  let secret: bigint | undefined = deriveSecret(election, codes);
  return {
    publicKey: election.group.encode([election.bases().g.power(secret)])[0]!,
    secret() {
      if (secret === undefined) throw new Error("the credential has been forgotten");
      return secret;
    },
    forget() {
      secret = undefined;
    },
  };
}
