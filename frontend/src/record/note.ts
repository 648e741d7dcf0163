// Signed notes and checkpoints: c2sp.org/signed-note, c2sp.org/tlog-checkpoint.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, concat, fromBase64, fromDecimal, hex, utf8 } from "./bytes.ts";

const ed25519Type = 0x01;

export interface VerifierKey {
  name: string;
  id: string; // four bytes in hex
  key: Bytes;
}

export interface Checkpoint {
  origin: string;
  size: number;
  root: Bytes;
}

const keyId = (name: string, typed: Uint8Array): string => hex(sha256(concat(utf8(`${name}\n`), typed)).slice(0, 4));

/** "name+hex id+base64(0x01 || key)"; undefined where name, id and key do not belong together. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text);
  if (!match) return undefined;
  const [, name = "", id = "", encoded = ""] = match;
  const typed = fromBase64(encoded);
  if (!typed || typed.length !== 33 || typed[0] !== ed25519Type || keyId(name, typed) !== id) return undefined;
  return { name, id, key: typed.slice(1) };
}

/** The note's text, if `key` signed it and every signature that claims to be the key's verifies. Others are ignored. */
export function openNote(note: string, key: VerifierKey): string | undefined {
  const split = note.lastIndexOf("\n\n");
  if (split < 0 || !note.endsWith("\n")) return undefined;
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split("\n");
  if (lines.length > 16) return undefined;
  let signed = false;
  for (const line of lines) {
    const match = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line);
    const payload = match && fromBase64(match[2] ?? "");
    if (!match || !payload || payload.length < 5) return undefined;
    if (match[1] !== key.name || hex(payload.slice(0, 4)) !== key.id) continue;
    if (payload.length !== 68 || !verify(payload.slice(4), utf8(text), key.key)) return undefined;
    signed = true;
  }
  return signed ? text : undefined;
}

function verify(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false; // not a point of the curve
  }
}

/** Exactly three lines, signed by `key`, whose name is the origin. */
export function openCheckpoint(note: string, key: VerifierKey): Checkpoint | undefined {
  const text = openNote(note, key);
  const lines = text?.slice(0, -1).split("\n");
  if (!lines || lines.length !== 3) return undefined;
  const [origin = "", sizeText = "", rootText = ""] = lines;
  const size = fromDecimal(sizeText);
  const root = fromBase64(rootText);
  if (origin !== key.name || size === undefined || !root || root.length !== 32) return undefined;
  return { origin, size, root };
}

/** The first line of a note, without judging anything: says which key to look for. */
export const claimedOrigin = (note: string): string => note.slice(0, Math.max(0, note.indexOf("\n")));
