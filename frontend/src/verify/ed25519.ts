// Verifying Ed25519 signatures: by the browser itself where it can, which is some ten times as fast, else by @noble/curves.
//
// Signatures under a key or with a commitment of small order are refused, and no cofactor is cleared: as libsodium does.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { type Bytes, concat, equal, hex } from "../record/bytes.ts";

export interface Job {
  key: Bytes;
  message: Bytes;
  signature: Bytes;
}

const { Point } = ed25519;

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(bytes.slice().reverse())}`);
}

export function verifyNow(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const commitment = signature.slice(0, 32);
    const s = littleEndian(signature.slice(32));
    const k = littleEndian(sha512(concat(commitment, key, message))) % Point.Fn.ORDER;
    const point = Point.fromBytes(key);
    if (signature.length !== 64 || s >= Point.Fn.ORDER || point.isSmallOrder() || Point.fromBytes(commitment).isSmallOrder()) return false;
    const found = Point.BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(k));
    return equal(found.toBytes(), commitment);
  } catch {
    return false; // not points of the curve
  }
}

/** The encodings of the points of small order, the sign bit cleared; also those that are not reduced. */
const smallOrders = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]);

/** Most points are told apart from these by a byte in their middle. */
function isSmallOrder(point: Uint8Array): boolean {
  const middle = point[15]!;
  if (middle !== 0 && middle !== 0xff && middle !== 0xf0 && middle !== 0x0f) return false;
  const digits = hex(point.slice(0, 31)) + (point[31]! & 0x7f).toString(16).padStart(2, "0");
  return smallOrders.has(digits);
}

/** Most keys sign once, so none is kept. */
const imported = (key: Bytes): Promise<CryptoKey> => crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);

async function byBrowser({ key, message, signature }: Job): Promise<boolean> {
  if (signature.length !== 64 || isSmallOrder(key) || isSmallOrder(signature)) return false;
  try {
    return await crypto.subtle.verify("Ed25519", await imported(key), signature, message);
  } catch {
    return false; // no point of the curve
  }
}

let able: Promise<boolean> | undefined;

/** Whether this browser verifies Ed25519 itself; tried once with RFC 8032's first test vector. */
export function isNative(): Promise<boolean> {
  able ??= (async () => {
    const bytes = (digits: string) => Uint8Array.from(digits.match(/../g)!, (pair) => Number.parseInt(pair, 16));
    const key = bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    const signature = bytes(
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    );
    return globalThis.crypto?.subtle !== undefined && byBrowser({ key, message: new Uint8Array(), signature });
  })();
  return able;
}

/** The places of those that do not verify. */
export async function failing(jobs: Job[]): Promise<number[]> {
  const native = await isNative();
  const good = native ? await Promise.all(jobs.map(byBrowser)) : jobs.map(({ key, message, signature }) => verifyNow(key, message, signature));
  return good.flatMap((holds, i) => (holds ? [] : [i]));
}
