// Signed notes, checkpoints and cosignatures: c2sp.org/signed-note, c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64, type Bytes, concat, fromBase64, fromDecimal, hex, utf8 } from "./bytes.ts";

const ed25519Type = 0x01;
const cosignatureType = 0x04;
const mostSignatures = 16;

export interface VerifierKey {
  name: string;
  id: string; // four bytes in hex
  key: Bytes;
}

/** A key for cosignature/v1: another type byte, so another id than a log's key has. */
export interface CosignerKey extends VerifierKey {
  readonly cosigns: true;
}

export interface NoteSignature {
  name: string;
  id: string;
  bytes: Bytes; // what follows the key id
}

export interface Note {
  text: string; // with its last newline: what is signed
  signatures: NoteSignature[];
}

export interface Cosignature {
  key: CosignerKey;
  seconds: number; // since 1970
}

export interface Checkpoint {
  origin: string;
  size: number;
  root: Bytes;
}

const keyId = (name: string, typed: Uint8Array): string => hex(sha256(concat(utf8(`${name}\n`), typed)).slice(0, 4));

const idOf = (name: string, type: number, key: Uint8Array) => keyId(name, concat(Uint8Array.of(type), key));

export const verifierKey = (name: string, key: Bytes): VerifierKey => ({ name, id: idOf(name, ed25519Type, key), key });
export const cosignerKey = (name: string, key: Bytes): CosignerKey => ({ name, id: idOf(name, cosignatureType, key), key, cosigns: true });

export const vkeyText = ({ name, id, key }: VerifierKey) => `${name}+${id}+${base64(concat(Uint8Array.of(ed25519Type), key))}`;

function parseKey(text: string, type: number): VerifierKey | undefined {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text);
  if (!match) return undefined;
  const [, name = "", id = "", encoded = ""] = match;
  const typed = fromBase64(encoded);
  if (!typed || typed.length !== 33 || typed[0] !== type || keyId(name, typed) !== id) return undefined;
  return { name, id, key: typed.slice(1) };
}

/** "name+hex id+base64(0x01 || key)"; undefined where name, id and key do not belong together. */
export const parseVerifierKey = (text: string): VerifierKey | undefined => parseKey(text, ed25519Type);

/** The same with 0x04: a witness. */
export function parseCosignerKey(text: string): CosignerKey | undefined {
  const key = parseKey(text, cosignatureType);
  return key && { ...key, cosigns: true };
}

/** A note's parts, without judging its signatures; undefined for what is no note. */
export function splitNote(note: string): Note | undefined {
  const split = note.lastIndexOf("\n\n");
  if (split < 0 || !note.endsWith("\n") || /[\0-\x09\x0b-\x1f]/.test(note)) return undefined;
  const lines = note.slice(split + 2, -1).split("\n");
  if (lines.length > mostSignatures) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const match = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line);
    const payload = match && fromBase64(match[2] ?? "");
    if (!match || !payload || payload.length < 5) return undefined;
    signatures.push({ name: match[1]!, id: hex(payload.slice(0, 4)), bytes: payload.slice(4) });
  }
  return { text: note.slice(0, split + 1), signatures };
}

const isBy = (key: VerifierKey) => (signature: NoteSignature) => signature.name === key.name && signature.id === key.id;

/** Whether `key` signed the note and every signature that claims to be the key's verifies. Undefined where it has none. */
function isSigned({ text, signatures }: Note, key: VerifierKey): boolean | undefined {
  const own = signatures.filter(isBy(key));
  if (own.length === 0) return undefined;
  return own.every(({ bytes }) => bytes.length === 64 && verify(bytes, utf8(text), key.key));
}

/** The note's text, if `key` signed it and every signature that claims to be the key's verifies. Others are ignored. */
export function openNote(note: string, key: VerifierKey): string | undefined {
  const parts = splitNote(note);
  return parts && isSigned(parts, key) ? parts.text : undefined;
}

/** Those of the witnesses who cosigned, with the time. Undefined where a signature that claims to be one of theirs does not verify. */
export function cosignaturesOf(note: string, witnesses: CosignerKey[]): Cosignature[] | undefined {
  const parts = splitNote(note);
  const found: Cosignature[] = [];
  for (const key of witnesses) {
    for (const { bytes } of parts?.signatures.filter(isBy(key)) ?? []) {
      const seconds = bytes.length === 72 ? new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0) : -1n;
      const message = utf8(`cosignature/v1\ntime ${seconds}\n${parts!.text}`);
      if (seconds < 0n || seconds > BigInt(Number.MAX_SAFE_INTEGER) || !verify(bytes.slice(8), message, key.key)) return undefined;
      if (!found.some((other) => other.key === key)) found.push({ key, seconds: Number(seconds) });
    }
  }
  return found;
}

function verify(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false; // not a point of the curve
  }
}

/** The three lines of a checkpoint, whoever signed it. */
export function checkpointText(text: string): Checkpoint | undefined {
  const lines = text.slice(0, -1).split("\n");
  if (lines.length !== 3 || !text.endsWith("\n")) return undefined;
  const [origin = "", sizeText = "", rootText = ""] = lines;
  const size = fromDecimal(sizeText);
  const root = fromBase64(rootText);
  return origin !== "" && size !== undefined && root?.length === 32 ? { origin, size, root } : undefined;
}

/** Exactly three lines, signed by `key`, whose name is the origin. Where `older` keys signed it too, they must have signed well. */
export function openCheckpointBy(note: string, key: VerifierKey, older: VerifierKey[] = []): Checkpoint | undefined {
  const parts = splitNote(note);
  if (!parts || !isSigned(parts, key) || older.some((other) => isSigned(parts, other) === false)) return undefined;
  const checkpoint = checkpointText(parts.text);
  return checkpoint?.origin === key.name ? checkpoint : undefined;
}

export const openCheckpoint = (note: string, key: VerifierKey): Checkpoint | undefined => openCheckpointBy(note, key);

/** The first line of a note, without judging anything: says which key to look for. */
export const claimedOrigin = (note: string): string => note.slice(0, Math.max(0, note.indexOf("\n")));
