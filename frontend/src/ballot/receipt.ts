// The receipt after casting: checked here before it is shown, since the page need not believe the server.

import type { CastAnswer } from "../api.ts";
import { find, setting, show } from "../dom.ts";
import type { Messages } from "../messages.ts";
import { parseVerifierKey } from "../record/note.ts";
import { verifyReceipt } from "../record/receipt.ts";

type Accepted = Extract<CastAnswer, { kind: "accepted" }>;

/** What was cast, what the server answered, and how to know the entry. */
export interface Cast {
  answer: Accepted;
  digest: string; // what the voter can look for: the blob's digest in hex, or the tracker
  isOurs: (entry: string) => boolean;
}

/** Signed by the round log's key, and about the very ballot that was sent. */
export function receiptHolds(receipt: string, vkey: string, index: number, isOurs: (entry: string) => boolean): boolean {
  const key = parseVerifierKey(vkey);
  if (!key) return false;
  const verdict = verifyReceipt(receipt, [key]);
  return verdict.ok && verdict.index === index && isOurs(verdict.entry);
}

/** Fills `root`, one receipt's part of the page. */
export function showReceipt(root: HTMLElement, text: Messages, vkey: string, cast: Cast): void {
  const { answer } = cast;
  const holds = receiptHolds(answer.receipt, vkey, answer.index, cast.isOurs);
  const [good, bad] = [find(root, "[data-checked]"), find(root, "[data-check-failed]")];
  good.textContent = text("island_ballot.checked");
  bad.textContent = text("island_ballot.check_failed");
  show(good, holds);
  show(bad, !holds);
  for (const [name, value] of Object.entries({ index: answer.index, size: answer.size, digest: cast.digest })) {
    find(root, `[data-receipt="${name}"]`).textContent = String(value);
  }
  const download = find<HTMLAnchorElement>(root, "[data-download]");
  download.href = URL.createObjectURL(new Blob([answer.receipt], { type: "text/plain;charset=utf-8" }));
  download.download = `${answer.log.replaceAll("/", "-")}-${answer.index}.tlog-proof`;
  for (const selector of ["[data-find]", "[data-sheet]"]) {
    const link = find<HTMLAnchorElement>(root, selector);
    link.href = `${setting(link, "base")}${answer.index}`;
  }
}
