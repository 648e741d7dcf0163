// Receipts: c2sp.org/tlog-proof@v1. "This entry stands at this place in the log that this checkpoint commits to."

import { type Bytes, fromBase64, fromDecimal, utf8 } from "./bytes.ts";
import { leafHash, verifyInclusion } from "./merkle.ts";
import { type Checkpoint, claimedOrigin, openCheckpoint, type VerifierKey } from "./note.ts";

const maxBytes = 131_072;
const maxPath = 63;

export interface Receipt {
  extra: Bytes | undefined; // the entry's bytes in our receipts; the proof is what makes them trustworthy
  index: number;
  path: Bytes[];
  checkpoint: string; // the signed note, verbatim
}

export function parseReceipt(text: string): Receipt | undefined {
  const split = text.indexOf("\n\n");
  if (text.length > maxBytes || split < 0) return undefined;
  const lines = text.slice(0, split).split("\n");
  if (lines.shift() !== "c2sp.org/tlog-proof@v1") return undefined;
  let extra: Bytes | undefined;
  if (lines[0]?.startsWith("extra ")) {
    extra = fromBase64(lines.shift()!.slice("extra ".length));
    if (!extra) return undefined;
  }
  const indexLine = lines.shift();
  const index = indexLine?.startsWith("index ") ? fromDecimal(indexLine.slice("index ".length)) : undefined;
  if (index === undefined || lines.length > maxPath) return undefined;
  const path: Bytes[] = [];
  for (const line of lines) {
    const hash = fromBase64(line);
    if (!hash || hash.length !== 32) return undefined;
    path.push(hash);
  }
  return { extra, index, path, checkpoint: text.slice(split + 2) };
}

export type Verdict =
  | { ok: true; entry: string; index: number; checkpoint: Checkpoint }
  | { ok: false; reason: "not_a_receipt" | "unknown_log" | "bad_signature" | "bad_proof"; log: string };

/** Checks a receipt that carries its entry against the keys of the logs that the reader knows. */
export function verifyReceipt(text: string, keys: VerifierKey[]): Verdict {
  const receipt = parseReceipt(text);
  if (!receipt || !receipt.extra) return { ok: false, reason: "not_a_receipt", log: "" };
  const log = claimedOrigin(receipt.checkpoint);
  const key = keys.find((candidate) => candidate.name === log);
  if (!key) return { ok: false, reason: "unknown_log", log };
  const checkpoint = openCheckpoint(receipt.checkpoint, key);
  if (!checkpoint) return { ok: false, reason: "bad_signature", log };
  const leaf = leafHash(receipt.extra);
  if (!verifyInclusion(receipt.index, checkpoint.size, leaf, receipt.path, checkpoint.root)) return { ok: false, reason: "bad_proof", log };
  const entry = decode(receipt.extra);
  if (entry === undefined) return { ok: false, reason: "not_a_receipt", log };
  return { ok: true, entry, index: receipt.index, checkpoint };
}

function decode(bytes: Bytes): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return utf8(text).length === bytes.length ? text : undefined;
  } catch {
    return undefined;
  }
}
