// The receipt checker on the record's page: the receipt by itself, then against what the site says now. Nothing leaves the browser but
// requests for the record's public files.

import { find, setting, show } from "../dom.ts";
import { type Messages, readMessages } from "../messages.ts";
import { parseVerifierKey, type VerifierKey } from "../record/note.ts";
import { type Verdict, verifyReceipt } from "../record/receipt.ts";
import { compare, type Files, logOf, type Standing, witnessed, type Witnessed } from "./compare.ts";

const maxFileBytes = 262_144;

const siteFiles: Files = async (path) => {
  const answer = await fetch(`/log/${path}`, { cache: path.includes("/tile/") ? "default" : "no-store", credentials: "omit" });
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
};

export function start(root: HTMLElement): void {
  const text = readMessages(setting(root, "messages"), document.documentElement.lang);
  const keys = (JSON.parse(setting(root, "keys")) as string[]).flatMap((vkey) => parseVerifierKey(vkey) ?? []);
  const input = find<HTMLInputElement>(root, "[data-receipt-file]");
  show(find(root, "[data-receipt-field]"), true);

  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (file) await check(root, text, keys, file.size > maxFileBytes ? "" : await file.text());
  });
}

async function check(root: HTMLElement, text: Messages, keys: VerifierKey[], receipt: string): Promise<void> {
  const output = find(root, "[data-receipt-verdict]");
  const more = find(root, "[data-receipt-now]");
  const verdict = verifyReceipt(receipt, keys);
  more.replaceChildren();
  output.dataset["verdict"] = verdict.ok ? "good" : "bad";
  output.textContent = verdict.ok
    ? text("island_receipt.good", { index: verdict.index, log: verdict.checkpoint.origin, size: verdict.checkpoint.size })
    : text(isOlder(verdict, keys) ? "island_receipt.older" : failures[verdict.reason], { log: verdict.log });
  if (!verdict.ok) return;
  const sentences = await against(verdict, keys, text);
  if (sentences.evidence) output.dataset["verdict"] = "bad";
  more.replaceChildren(...sentences.words.map((words) => Object.assign(document.createElement("p"), { textContent: words })));
}

/** Of a generation of one of the logs that ended: the record says what was lost, and takes receipts of it. */
function isOlder(verdict: Extract<Verdict, { ok: false }>, keys: VerifierKey[]): boolean {
  return verdict.reason === "unknown_log" && keys.some(({ name }) => logOf(name) !== undefined && logOf(name) === logOf(verdict.log) && name !== verdict.log);
}

interface Sentences {
  words: string[];
  evidence: boolean;
}

async function against(verdict: Extract<Verdict, { ok: true }>, keys: VerifierKey[], text: Messages): Promise<Sentences> {
  const log = logOf(verdict.checkpoint.origin);
  const key = keys.find(({ name }) => name === verdict.checkpoint.origin);
  try {
    if (log === undefined || !key) throw new Error("no such log here");
    const standing = await compare(siteFiles, log, key, verdict);
    const seen = await witnessed(siteFiles, log, key, verdict, Date.now() / 1000);
    const evidence = standing.state === "shorter" || standing.state === "other" || seen.state === "late";
    const words = [...standingText(standing, verdict.checkpoint.size, text), ...witnessedText(seen, text)];
    return { evidence, words: evidence ? [...words, text("island_receipt.evidence")] : words };
  } catch {
    return { evidence: false, words: [text("island_receipt.now_unknown")] };
  }
}

function standingText(standing: Standing, proven: number, text: Messages): string[] {
  if (standing.state === "unknown") return [text("island_receipt.now_unknown")];
  const parameters = { size: standing.size, proven };
  if (standing.state === "same") return [text("island_receipt.now_same", parameters)];
  return [text(standing.state === "shorter" ? "island_receipt.now_shorter" : "island_receipt.now_other", parameters)];
}

function witnessedText(seen: Witnessed, text: Messages): string[] {
  if (seen.state === "seen") return [text("island_receipt.witnessed", { count: seen.count })];
  if (seen.state === "unknown") return [];
  return [text(unseen[seen.state])];
}

const unseen = {
  waiting: "island_receipt.witness_waiting",
  late: "island_receipt.witness_late",
  none: "island_receipt.witness_none",
};

const failures = {
  not_a_receipt: "island_receipt.not_a_receipt",
  unknown_log: "island_receipt.unknown_log",
  bad_signature: "island_receipt.bad_signature",
  bad_proof: "island_receipt.bad_proof",
};
