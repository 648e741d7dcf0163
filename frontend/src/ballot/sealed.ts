// One encrypted ballot on its way into an urn: made, then opened (a challenge) or signed and cast.

import { sha256 } from "@noble/hashes/sha2.js";
import type { CastAnswer } from "../api.ts";
import { type Bytes, hex, utf8 } from "../record/bytes.ts";
import { blob, blobDigest, isSecretBallotEntry } from "../record/codec.ts";
import { type Draft, encryptBallot } from "../voting/ballot.ts";
import { credentialOf } from "../voting/credential.ts";
import { parseElection } from "../voting/election.ts";
import { encode } from "../voting/encodings.ts";
import type { Urn } from "./urns.ts";

export class SealedBallot {
  accepted: Extract<CastAnswer, { kind: "accepted" }> | undefined;
  tracker = ""; // once signed
  #json = "";
  #bytes: Bytes | undefined; // kept so that trying again sends the same

  private readonly draft: Draft;
  private readonly credential: string;
  readonly urn: Urn;

  private constructor(urn: Urn, draft: Draft, credential: string) {
    this.urn = urn;
    this.draft = draft;
    this.credential = credential;
  }

  /** `places`: of the chosen projects in the election's list. `progress` gets a share from 0 to 1. Throws an Error where it cannot be done. */
  static async make(urn: Urn, json: string, codes: readonly string[], places: readonly number[], progress: (share: number) => void): Promise<SealedBallot> {
    const election = parseElection(json);
    if (!election.ok) throw new Error(election.flaw.detail || election.flaw.kind);
    const question = election.value.questions[0]!;
    const numbers = encode(question, places.map((choice) => ({ choice })));
    if (!numbers.ok) throw new Error(numbers.flaw.detail || numbers.flaw.kind);
    const credential = credentialOf(election.value, codes);
    const draft = await encryptBallot(election.value, credential, [numbers.value], (done, total) => progress(done / total));
    return new SealedBallot(urn, draft, credential.publicKey);
  }

  /** Fixes what is encrypted; shown before the voter decides. */
  get code(): string {
    return this.draft.hash;
  }

  /** The opened ballot as a file. It can no longer be cast. */
  open(): string {
    return this.draft.open();
  }

  /** The blob to send: signed the first time, the same bytes ever after. */
  bytes(): Bytes {
    if (!this.#bytes) {
      const { json, tracker } = this.draft.sign();
      this.#json = json;
      this.tracker = tracker;
      this.#bytes = blob(json, crypto.getRandomValues(new Uint8Array(32)));
    }
    return this.#bytes;
  }

  isOurs(entry: string): boolean {
    const tracker = hex(sha256(utf8(this.#json)));
    return isSecretBallotEntry(entry, { urn: this.urn.id, credential: this.credential, tracker, digest: blobDigest(this.bytes()) });
  }
}
