// The Merkle tree of RFC 9162, section 2.1: hashes, and checking proofs.

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, equal } from "./bytes.ts";

/** SHA-256(0x00 || entry): section 2.1.1. */
export const leafHash = (entry: Uint8Array): Uint8Array => sha256(concat(Uint8Array.of(0), entry));

/** SHA-256(0x01 || left || right): section 2.1.1. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(concat(Uint8Array.of(1), left, right));

// Numbers may pass 2^31, where JavaScript's bit operators stop: halve and compare instead.
const half = (n: number) => Math.floor(n / 2);
const odd = (n: number) => n % 2 === 1;

/** The root of the tree without entries. */
export const emptyRoot = (): Uint8Array => sha256(new Uint8Array());

/** Section 2.1.3.2. False for an index outside the tree and for missing or extra hashes. */
export function verifyInclusion(index: number, size: number, leaf: Uint8Array, path: Uint8Array[], root: Uint8Array): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let fn = index;
  let sn = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (!odd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && equal(hash, root);
}

/** Section 2.1.4.2: that the tree of size `from` is the beginning of that of size `to`. */
export function verifyConsistency(from: number, to: number, path: Uint8Array[], first: Uint8Array, second: Uint8Array): boolean {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from > to) return false;
  if (from === to) return path.length === 0 && equal(first, second);
  if (from === 0) return path.length === 0 && equal(first, emptyRoot());
  const steps = isPowerOfTwo(from) ? [first, ...path] : path;
  if (path.length === 0) return false;
  let fn = from - 1;
  let sn = to - 1;
  while (odd(fn)) {
    fn = half(fn);
    sn = half(sn);
  }
  let left = steps[0]!;
  let right = steps[0]!;
  for (const hash of steps.slice(1)) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      left = nodeHash(hash, left);
      right = nodeHash(hash, right);
      while (!odd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      right = nodeHash(right, hash);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && equal(left, first) && equal(right, second);
}

function isPowerOfTwo(n: number): boolean {
  while (!odd(n)) n = half(n);
  return n === 1;
}
