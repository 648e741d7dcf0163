// Entry bundles and blob packs: FORMAT.md section 1.

import { leafHash } from "../record/merkle.ts";
import { type Entry, parseEntry } from "./entry.ts";
import { must, Refusal } from "./finding.ts";
import { blobsOf } from "./statements.ts";

export interface Item {
  bytes: Uint8Array;
  leaf: Uint8Array;
  entry?: Entry;
  refusal?: Refusal; // where there is no entry
  blobs: Map<string, Uint8Array>; // by the digest that the entry names; those handed out
}

function take(bytes: Uint8Array, at: number, lengthBytes: 2 | 4): Uint8Array {
  must(at + lengthBytes <= bytes.length, "file_cut");
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = lengthBytes === 2 ? view.getUint16(at) : view.getUint32(at);
  must(at + lengthBytes + length <= bytes.length, "file_cut");
  return bytes.subarray(at + lengthBytes, at + lengthBytes + length);
}

/** Exactly `width` entries; or, of a fuller bundle, its first. */
export function splitBundle(bytes: Uint8Array, width: number, isFuller = false): Item[] {
  const items: Item[] = [];
  let at = 0;
  for (let i = 0; i < width; i += 1) {
    const entry = take(bytes, at, 2);
    at += 2 + entry.length;
    items.push({ bytes: entry, leaf: leafHash(entry), blobs: new Map() });
  }
  must(isFuller || at === bytes.length, "file_long");
  return items;
}

export function parseItems(items: Item[]): void {
  for (const item of items) {
    try {
      item.entry = parseEntry(item.bytes);
    } catch (reason) {
      if (!(reason instanceof Refusal)) throw reason;
      item.refusal = reason;
    }
  }
}

/** Hands the blobs of a pack to the entries that name them. Stops at an entry that could not be read: what it names is not known. */
export function splitPack(bytes: Uint8Array, items: Item[], isFuller = false): void {
  let at = 0;
  for (const { entry, blobs } of items) {
    if (!entry) return;
    for (const digest of blobsOf(entry.statement)) {
      const blob = take(bytes, at, 4);
      at += 4 + blob.length;
      if (blob.length > 0) blobs.set(digest, blob);
    }
  }
  must(isFuller || at === bytes.length, "file_long");
}
