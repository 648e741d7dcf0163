// One encrypted ballot on its way into an urn: made, then opened (a challenge) or signed and cast.

import { sha256 } from "@noble/hashes/sha2.js";
import type { CastAnswer } from "../api.ts";
import { type Bytes, hex, utf8 } from "../record/bytes.ts";
import { blob, blobDigest, isSecretBallotEntry } from "../record/codec.ts";
import { type Draft, encryptBallot } from "../voting/ballot.ts";
import { credentialOf } from "../voting/credential.ts";
import { type Election, parseElection } from "../voting/election.ts";
import { encode, type Pick } from "../voting/encodings.ts";
import { checkOpening } from "../voting/opening.ts";
import type { Urn } from "./urns.ts";

export class SealedBallot {
  accepted: Extract<CastAnswer, { kind: "accepted" }> | undefined;
  tracker = ""; // once signed
  #json = "";
  #bytes: Bytes | undefined; // kept so that trying again sends the same

  private readonly election: Election;
  private readonly draft: Draft;
  private readonly credential: string;
  readonly urn: Urn;

  private constructor(urn: Urn, election: Election, draft: Draft, credential: string) {
    this.urn = urn;
    this.election = election;
    this.draft = draft;
    this.credential = credential;
  }

  /** `picks`: the chosen projects by their places in the election's list, of a ranking the best first. `progress` gets a share from 0 to 1. Throws an Error where it cannot be done. */
  static async make(urn: Urn, json: string, codes: readonly string[], picks: readonly Pick[], progress: (share: number) => void): Promise<SealedBallot> {
    const election = parseElection(json);
    if (!election.ok) throw new Error(election.flaw.detail || election.flaw.kind);
    const question = election.value.questions[0]!;
    const numbers = encode(question, picks);
    if (!numbers.ok) throw new Error(numbers.flaw.detail || numbers.flaw.kind);
    const credential = credentialOf(election.value, codes);
    const draft = await encryptBallot(election.value, credential, [numbers.value], (done, total) => progress(done / total));
    return new SealedBallot(urn, election.value, draft, credential.publicKey);
  }

  /** Fixes what is encrypted; shown before the voter decides. */
  get code(): string {
    return this.draft.hash;
  }

  /** The opened ballot as a file. It can no longer be cast. */
  open(): string {
    return this.draft.open();
  }

  /** What such a file holds, read from it as anybody reads it: by encrypting again. Throws an Error where it does not hold together. */
  async read(opening: string): Promise<Pick[]> {
    const opened = await checkOpening(this.election, opening);
    if (!opened.ok) throw new Error(opened.flaw.detail || opened.flaw.kind);
    if (opened.value.hash !== this.code) throw new Error("another check code");
    return opened.value.picks[0]!;
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
