// The receipt after casting: checked here before it is shown, since the page need not believe the server.

import type { CastAnswer } from "../api.ts";
import { find, setting, show } from "../dom.ts";
import type { Messages } from "../messages.ts";
import { isBallotEntry } from "../record/codec.ts";
import { parseVerifierKey } from "../record/note.ts";
import { verifyReceipt } from "../record/receipt.ts";

export interface Sent {
  bytes: Uint8Array;
  digest: string; // hex, of bytes
  credential: string; // public key, hex
}

type Accepted = Extract<CastAnswer, { kind: "accepted" }>;

/** Signed by the round log's key, and about the very ballot that was sent. */
export function receiptHolds(receipt: string, vkey: string, sent: Sent, index: number): boolean {
  const key = parseVerifierKey(vkey);
  if (!key) return false;
  const verdict = verifyReceipt(receipt, [key]);
  return verdict.ok && verdict.index === index && isBallotEntry(verdict.entry, sent.credential, sent.digest);
}

export function showReceipt(root: HTMLElement, text: Messages, sent: Sent, answer: Accepted): void {
  const holds = receiptHolds(answer.receipt, setting(root, "logKey"), sent, answer.index);
  const [good, bad] = [find(root, "[data-checked]"), find(root, "[data-check-failed]")];
  good.textContent = text("island_ballot.checked");
  bad.textContent = text("island_ballot.check_failed");
  show(good, holds);
  show(bad, !holds);
  for (const [name, value] of Object.entries({ index: answer.index, size: answer.size, digest: sent.digest })) {
    find(root, `[data-receipt="${name}"]`).textContent = String(value);
  }
  const download = find<HTMLAnchorElement>(root, "[data-download]");
  download.href = URL.createObjectURL(new Blob([answer.receipt], { type: "text/plain;charset=utf-8" }));
  download.download = `${answer.log.replaceAll("/", "-")}-${answer.index}.tlog-proof`;
  const link = find<HTMLAnchorElement>(root, "[data-find]");
  link.href = `${setting(link, "base")}${answer.index}`;
}
