// What people kept: receipts, and checkpoints from a notice sheet or an earlier day. They are held against the record that was read.

import { equal } from "../record/bytes.ts";
import { leafHash, verifyInclusion } from "../record/merkle.ts";
import { type Checkpoint, checkpointText, openCheckpointBy, splitNote } from "../record/note.ts";
import { parseReceipt } from "../record/receipt.ts";
import type { Audit, Log } from "./audit.ts";
import { must, Refusal } from "./finding.ts";
import type { Paper } from "./report.ts";

export interface PaperFile {
  name: string;
  text: string;
}

export const isReceipt = (text: string) => text.startsWith("c2sp.org/tlog-proof@");

/** The checkpoints that stand in a text, whatever else does: a notice sheet's, a file's. */
export function notesIn(text: string): string[] {
  const lines = text.replaceAll("\r\n", "\n");
  const note = /^([^\s]+\n(?:0|[1-9][0-9]*)\n[A-Za-z0-9+/]{43}=\n\n(?:\u2014 [^\s]+ [A-Za-z0-9+/=]+(?:\n|$))+)/gmu;
  return [...lines.matchAll(note)].map(([found]) => (found.endsWith("\n") ? found : `${found}\n`));
}

interface Claim {
  log: Log;
  generation: bigint;
  checkpoint: Checkpoint;
}

/** Which of the record's logs, in which generation, a note is of, if that log's key signed it. */
export function claimOf(audit: Audit, note: string): Claim | "unknown" | "unsigned" {
  const claimed = checkpointText(splitNote(note)?.text ?? "");
  if (!claimed) return "unknown";
  for (const log of audit.logs.values()) {
    for (const identity of audit.town.identities.get(log.name) ?? []) {
      if (audit.keyOf(log.name, identity).name !== claimed.origin) continue;
      const [key, ...older] = audit.keysAt(log.name, claimed.size, identity.generation);
      const checkpoint = key && openCheckpointBy(note, key, older);
      return checkpoint ? { log, generation: identity.generation, checkpoint } : "unsigned";
    }
  }
  return "unknown";
}

/** Whether a head of an earlier generation lay in the end that the record says was lost. */
export function isLost(audit: Audit, { log, generation, checkpoint }: Claim): boolean {
  const size = BigInt(checkpoint.size);
  return audit.town.recoveries.some((x) => x.log === log.name && x.generation === generation + 1n && size > x.kept && size <= x.lostSize);
}

/** It proves nothing, for or against the record. */
const nothing = (name: string, kind: Paper["kind"], flaw: NonNullable<Paper["flaw"]>): Paper => ({ name, kind, log: "", size: 0, flaw });

function judgeReceipt(audit: Audit, { name, text }: PaperFile): Paper {
  const receipt = parseReceipt(text);
  if (!receipt) return nothing(name, "receipt", "unreadable");
  if (!receipt.extra) return nothing(name, "receipt", "no_entry");
  const claim = claimOf(audit, receipt.checkpoint);
  if (claim === "unknown" || claim === "unsigned") return nothing(name, "receipt", claim);
  const { log, checkpoint } = claim;
  const leaf = leafHash(receipt.extra);
  if (!verifyInclusion(receipt.index, checkpoint.size, leaf, receipt.path, checkpoint.root)) return nothing(name, "receipt", "proof");
  if (!isLost(audit, claim)) {
    const root = log.readable ? log.tree.root(checkpoint.size) : undefined;
    if (!root) throw new Refusal("receipt_newer", { name, size: checkpoint.size, here: log.tree.size });
    must(equal(root, checkpoint.root), "receipt_fork", { name, size: checkpoint.size });
    must(equal(log.tree.leaf(receipt.index)!, leaf), "receipt_other_entry", { name, index: receipt.index });
  }
  return { name, kind: "receipt", log: log.name, index: receipt.index, size: checkpoint.size };
}

function judgeSeen(audit: Audit, name: string, note: string): Paper {
  const claim = claimOf(audit, note);
  if (claim === "unknown" || claim === "unsigned") return nothing(name, "seen", claim);
  const { log, checkpoint } = claim;
  if (!isLost(audit, claim)) {
    const root = log.readable ? log.tree.root(checkpoint.size) : undefined;
    if (!root) throw new Refusal("seen_longer", { name, size: checkpoint.size, here: log.tree.size });
    must(equal(root, checkpoint.root), "seen_other", { name, size: checkpoint.size });
  }
  return { name, kind: "seen", log: log.name, size: checkpoint.size };
}

export function judgePapers(audit: Audit, papers: PaperFile[]): void {
  for (const paper of papers) {
    const notes = isReceipt(paper.text) ? [] : notesIn(paper.text);
    const judges = isReceipt(paper.text) ? [() => judgeReceipt(audit, paper)] : notes.map((note) => () => judgeSeen(audit, paper.name, note));
    if (judges.length === 0) audit.papers.push(nothing(paper.name, "seen", "unreadable"));
    for (const judge of judges) {
      try {
        audit.papers.push(judge());
      } catch (reason) {
        if (!(reason instanceof Refusal)) throw reason;
        audit.find({ log: "", file: paper.name, reason: reason.reason, details: reason.details });
      }
    }
  }
}
