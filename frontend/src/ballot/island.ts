// The voting page of a demonstration with ballots in clear: choose, check, enter the code, cast, receipt. Nothing is kept outside this memory.

import { castBallot } from "../api.ts";
import { find, setting, show } from "../dom.ts";
import { hex } from "../record/bytes.ts";
import { blob, blobDigest, clearBallot, isBallotEntry } from "../record/codec.ts";
import { credentialOf, readCode } from "../record/credential.ts";
import { wantedOf } from "./choice.ts";
import { Choosing } from "./choosing.ts";
import { showReceipt } from "./receipt.ts";

export function start(root: HTMLElement): void {
  new ClearBallotPage(root).start();
}

interface Sent {
  bytes: Uint8Array;
  digest: string; // hex, of bytes
  credential: string; // public key, hex
}

class ClearBallotPage {
  readonly #root: HTMLElement;
  readonly #choosing: Choosing;
  #sent: Sent | undefined; // the ballot under way, kept so that trying again sends the same bytes

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#choosing = new Choosing(root);
  }

  start(): void {
    this.#choosing.start(() => this.#choosing.go("code"));
    this.#choosing.on("[data-retry]", "click", () => void this.#send());
    find<HTMLFormElement>(this.#root, "[data-code-form]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#cast();
    });
  }

  #cast(): void {
    const input = find<HTMLInputElement>(this.#root, "[data-code]");
    const error = find(this.#root, "[data-code-error]");
    const read = readCode(input.value);
    show(error, !read.ok);
    input.removeAttribute("aria-invalid");
    if (!read.ok) {
      error.textContent = this.#codeError(read);
      input.setAttribute("aria-invalid", "true");
      input.focus();
      return;
    }
    const origin = setting(this.#root, "origin");
    const credential = credentialOf(read.code, origin);
    const choice = { origin, definition: setting(this.#root, "definition"), choices: wantedOf(this.#choosing.chosen) };
    const salt = crypto.getRandomValues(new Uint8Array(32));
    const bytes = blob(clearBallot(choice, credential, salt), salt);
    credential.forget();
    this.#sent = { bytes, digest: blobDigest(bytes), credential: hex(credential.publicKey) };
    void this.#send();
  }

  #codeError(read: Exclude<ReturnType<typeof readCode>, { ok: true }>): string {
    const text = this.#choosing.text;
    switch (read.reason) {
      case "empty":
        return text("island_ballot.code_empty");
      case "length":
        return text("island_ballot.code_length", { count: read.count });
      case "character":
        return text("island_ballot.code_character", { character: read.character });
    }
  }

  async #send(): Promise<void> {
    const sent = this.#sent;
    const { text } = this.#choosing;
    const button = find<HTMLButtonElement>(this.#root, "[data-cast]");
    if (!sent || button.disabled) return;
    const status = find(this.#root, "[data-sending]");
    button.disabled = true;
    this.#choosing.hideProblem();
    status.textContent = text("island_ballot.sending");
    const answer = await castBallot(setting(this.#root, "post"), sent.bytes);
    button.disabled = false;
    status.textContent = "";
    switch (answer.kind) {
      case "unknown":
        return this.#choosing.showProblem(text("island_ballot.unknown_heading"), text("island_ballot.unknown_text"), "", true);
      case "refused":
        return this.#choosing.showRefusal(answer.code, answer.status);
      case "accepted":
        this.#sent = undefined;
        find<HTMLInputElement>(this.#root, "[data-code]").value = "";
        this.#choosing.forget();
        showReceipt(find(this.#root, "[data-receipts]"), text, setting(this.#root, "logKey"), {
          answer,
          digest: sent.digest,
          isOurs: (entry) => isBallotEntry(entry, sent.credential, sent.digest),
        });
        return this.#choosing.go("receipt");
    }
  }
}
