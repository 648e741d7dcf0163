// The receipt checker on the record's page. Nothing leaves the browser.

import { find, setting, show } from "../dom.ts";
import { readMessages } from "../messages.ts";
import { parseVerifierKey } from "../record/note.ts";
import { verifyReceipt } from "../record/receipt.ts";

const maxFileBytes = 262_144;

export function start(root: HTMLElement): void {
  const text = readMessages(setting(root, "messages"), document.documentElement.lang);
  const keys = (JSON.parse(setting(root, "keys")) as string[]).flatMap((vkey) => parseVerifierKey(vkey) ?? []);
  const input = find<HTMLInputElement>(root, "[data-receipt-file]");
  const output = find(root, "[data-receipt-verdict]");
  show(find(root, "[data-receipt-field]"), true);

  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    const verdict = verifyReceipt(file.size > maxFileBytes ? "" : await file.text(), keys);
    output.dataset["verdict"] = verdict.ok ? "good" : "bad";
    output.textContent = verdict.ok
      ? text("island_receipt.good", { index: verdict.index, log: verdict.checkpoint.origin, size: verdict.checkpoint.size })
      : text(failures[verdict.reason], { log: verdict.log });
  });
}

const failures = {
  not_a_receipt: "island_receipt.not_a_receipt",
  unknown_log: "island_receipt.unknown_log",
  bad_signature: "island_receipt.bad_signature",
  bad_proof: "island_receipt.bad_proof",
};
