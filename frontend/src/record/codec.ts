// The texts of the record that the page writes or recognises: ledger/FORMAT.md, sections 2, 4.2 and 4.3.

import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, concat, hex, utf8 } from "./bytes.ts";
import type { Credential } from "./credential.ts";

export interface Choice {
  origin: string; // of the round's log
  definition: string; // digest, 64 hex digits
  choices: { id: string; points?: number }[]; // each once: a ranking's best first, else in the order of the definition; points where ballots give them
}

/** The content of a `ballot-clear` blob, signed with the credential. `salt`: the blob's 32 random bytes. */
export function clearBallot(choice: Choice, credential: Credential, salt: Uint8Array): string {
  const lines = [
    "radslag/v1/ballot-clear",
    `origin ${choice.origin}`,
    `definition ${choice.definition}`,
    `credential ${hex(credential.publicKey)}`,
    `salt ${hex(salt)}`,
    ...choice.choices.map(({ id, points }) => (points === undefined ? `choice ${id}` : `points ${id} ${points}`)),
  ];
  const unsigned = lines.map((line) => `${line}\n`).join("");
  return `${unsigned}signature ${hex(credential.sign(utf8(unsigned)))}\n`;
}

/** A blob: 32 random bytes, then the content. The random bytes keep the digest from telling what the content is. */
export function blob(content: string, random: Uint8Array): Bytes {
  if (random.length !== 32) throw new RangeError("a blob begins with 32 random bytes");
  return concat(random, utf8(content));
}

export const blobDigest = (bytes: Uint8Array): string => hex(sha256(bytes));

/** Whether an entry says: this credential cast the ballot with this digest. The hour is the server's to choose. */
export function isBallotEntry(entry: string, credential: string, digest: string): boolean {
  const rest = `\nradslag/v1/ballot\ncredential ${credential}\nballot ${digest}\n`;
  return entry.endsWith(rest) && /^hour (0|[1-9][0-9]{0,16})$/.test(entry.slice(0, -rest.length));
}

export interface SecretBallotEntry {
  urn: string;
  credential: string;
  tracker: string; // SHA-256 of the ballot's JSON, hex
  digest: string; // of the blob, hex
}

/** The same for a secret ballot (section 4.7). */
export function isSecretBallotEntry(entry: string, { urn, credential, tracker, digest }: SecretBallotEntry): boolean {
  const rest = `\nradslag/v1/secret-ballot\nurn ${urn}\ncredential ${credential}\ntracker ${tracker}\nballot ${digest}\n`;
  return entry.endsWith(rest) && /^hour (0|[1-9][0-9]{0,16})$/.test(entry.slice(0, -rest.length));
}
