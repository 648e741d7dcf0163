// From a voting code to a signing key: ledger/FORMAT.md, section 7.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, utf8 } from "./bytes.ts";

const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const codeLength = 20;

export type CodeResult =
  | { ok: true; code: string }
  | { ok: false; reason: "empty" }
  | { ok: false; reason: "length"; count: number }
  | { ok: false; reason: "character"; character: string };

/** What a person typed, in canonical form. White space and all kinds of dashes are ignored, small letters are capitals. */
export function readCode(typed: string): CodeResult {
  const code = typed.replace(/[\s\p{Pd}\u2212_.]/gu, "").toUpperCase();
  if (code === "") return { ok: false, reason: "empty" };
  const wrong = [...code].find((character) => !alphabet.includes(character));
  if (wrong !== undefined) return { ok: false, reason: "character", character: wrong };
  if (code.length !== codeLength) return { ok: false, reason: "length", count: code.length };
  return { ok: true, code };
}

export interface Credential {
  readonly publicKey: Bytes;
  sign(message: Uint8Array): Bytes;
  /** Overwrites the secret; `sign` throws from here on. */
  forget(): void;
}

/** `code` in canonical form; `origin` is the round log's. */
export function credentialOf(code: string, origin: string): Credential {
  const seed = sha256(utf8(`radslag/v1/credential\n${origin}\n${code}`));
  let forgotten = false;
  return {
    publicKey: ed25519.getPublicKey(seed) as Bytes,
    sign(message) {
      if (forgotten) throw new Error("the credential has been forgotten");
      return ed25519.sign(message, seed) as Bytes;
    },
    forget() {
      seed.fill(0);
      forgotten = true;
    },
  };
}
