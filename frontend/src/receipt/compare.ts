// A receipt that holds by itself, held against what the site says now: that its log still begins with what the receipt proves, and that
// witnesses have seen it.

import type { Bytes } from "../record/bytes.ts";
import { verifyConsistency } from "../record/merkle.ts";
import { type Checkpoint, checkpointText, cosignaturesOf, openCheckpoint, splitNote, type VerifierKey } from "../record/note.ts";
import { isQuorum, parsePolicy, type Policy } from "../record/policy.ts";
import { MissingTile, TileHashes } from "../record/proofs.ts";
import { tilePath } from "../record/tiles.ts";

/** A file below the site's /log/; undefined where there is none. Throws where the site does not answer. */
export type Files = (path: string) => Promise<Bytes | undefined>;

export interface Shown {
  index: number;
  entry: string;
  checkpoint: Checkpoint;
}

/**
 * `same`: the log has only grown since. `shorter`, `other`: evidence against whoever keeps it. `unknown`: the site gave no answer, or none
 * that holds.
 */
export type Standing = { state: "same"; size: number } | { state: "shorter"; size: number } | { state: "other"; size: number } | { state: "unknown" };

/** `late`: the hour in which witnesses were to have signed is over; evidence too. `none`: no witnesses are announced. */
export type Witnessed = { state: "seen"; count: number } | { state: "waiting" } | { state: "late" } | { state: "none" } | { state: "unknown" };

const promisedHours = 1;

const decode = (bytes: Bytes) => new TextDecoder().decode(bytes);

/** "town" or "rounds/<id>" of an origin with or without a generation. */
export const logOf = (origin: string): string | undefined => /\/log\/(town|rounds\/[a-z0-9][a-z0-9-]*)(?:\/[0-9]+)?$/.exec(origin)?.[1];

async function textOf(files: Files, path: string): Promise<string | undefined> {
  const bytes = await files(path);
  return bytes && decode(bytes);
}

export async function compare(files: Files, log: string, key: VerifierKey, { checkpoint }: Shown): Promise<Standing> {
  const note = await textOf(files, `${log}/checkpoint`);
  const now = note === undefined ? undefined : openCheckpoint(note, key);
  if (!now) return { state: "unknown" };
  if (now.size < checkpoint.size) return { state: "shorter", size: now.size };
  try {
    const hashes = new TileHashes(now.size, (place) => files(`${log}/${tilePath(place)}`));
    const proof = await hashes.consistency(checkpoint.size);
    const same = verifyConsistency(checkpoint.size, now.size, proof, checkpoint.root, now.root);
    return { state: same ? "same" : "other", size: now.size };
  } catch (reason) {
    if (reason instanceof MissingTile) return { state: "unknown" };
    throw reason;
  }
}

function countIn(note: string, key: VerifierKey, policy: Policy, index: number): number | undefined {
  const size = checkpointText(splitNote(note)?.text ?? "")?.size ?? 0;
  const cosignatures = openCheckpoint(note, key) && cosignaturesOf(note, [...policy.witnesses.values()]);
  const isEnough = cosignatures && isQuorum(policy, cosignatures.map((each) => each.key));
  return isEnough && size > index ? cosignatures.length : undefined;
}

/** `now`: seconds since 1970. */
export async function witnessed(files: Files, log: string, key: VerifierKey, shown: Shown, now: number): Promise<Witnessed> {
  const written = await textOf(files, "policy");
  const policy = written === undefined ? undefined : parsePolicy(written);
  if (!policy) return { state: "unknown" };
  if (policy.quorum === "none") return { state: "none" };
  const note = await textOf(files, `${log}/witnessed`);
  const count = note === undefined ? undefined : countIn(note, key, policy, shown.index);
  if (count !== undefined) return { state: "seen", count };
  // The record has whole hours: the entry may have come at the end of its own.
  const hour = Number(/^hour (\d+)\n/.exec(shown.entry)?.[1] ?? 0);
  return { state: now < (hour + 1 + promisedHours) * 3_600 ? "waiting" : "late" };
}
