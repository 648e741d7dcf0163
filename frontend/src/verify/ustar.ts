// POSIX ustar, as strict as a bundle's writer: regular files with plain names, each once, nothing behind the end.

import type { Bytes } from "../record/bytes.ts";

export interface Member {
  at: number; // of the content
  size: number;
}

const block = 512;
const window = 1 << 20; // bytes of the file that are read at once

/** Reads a file in windows, since most reads are of neighbours. */
class Reader {
  private readonly file: Blob;
  private start = 0;
  private bytes: Bytes = new Uint8Array();

  constructor(file: Blob) {
    this.file = file;
  }

  async read(at: number, size: number): Promise<Bytes> {
    const isHere = at >= this.start && at + size <= this.start + this.bytes.length;
    if (isHere) return this.bytes.slice(at - this.start, at - this.start + size);
    const bytes = new Uint8Array(await this.file.slice(at, at + Math.max(size, window)).arrayBuffer());
    this.start = at;
    this.bytes = bytes;
    return bytes.slice(0, size);
  }
}

const allZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);

/** Text up to the first NUL, with zeros only after it. */
function textOf(field: Uint8Array): string | undefined {
  const end = field.indexOf(0) < 0 ? field.length : field.indexOf(0);
  return allZero(field.subarray(end)) ? String.fromCharCode(...field.subarray(0, end)) : undefined;
}

/** Octal digits up to a NUL or a space, zeros behind it. */
function octalOf(field: Uint8Array): number | undefined {
  const match = /^([0-7]+)[ \0]\0*$/.exec(String.fromCharCode(...field));
  return match ? Number.parseInt(match[1]!, 8) : undefined;
}

const isPlain = (name: string) => name.length <= 255 && /^[ -~]+$/.test(name) && name.split("/").every((part) => part !== "" && part !== "." && part !== "..");

interface Header {
  name: string;
  size: number;
  directory: boolean;
}

function checksum(header: Uint8Array): number {
  return header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0);
}

function parseHeader(header: Uint8Array): Header | undefined {
  const stored = String.fromCharCode(...header.subarray(148, 156));
  if (!/^[0-7]{6}\0 $/.test(stored) || Number.parseInt(stored, 8) !== checksum(header)) return undefined;
  if (String.fromCharCode(...header.subarray(257, 265)) !== "ustar\u000000") return undefined;
  const [name, prefix] = [textOf(header.subarray(0, 100)), textOf(header.subarray(345, 500))];
  const [size, mtime, mode] = [octalOf(header.subarray(124, 136)), octalOf(header.subarray(136, 148)), octalOf(header.subarray(100, 108))];
  const type = String.fromCharCode(header[156]!);
  if (name === undefined || prefix === undefined || size === undefined || mtime === undefined || mode === undefined) return undefined;
  if (!/^[0\u00005]$/.test(type) || !allZero(header.subarray(157, 257)) || !allZero(header.subarray(500))) return undefined;
  const directory = type === "5";
  const whole = prefix === "" ? name : `${prefix}/${name}`;
  const plain = directory && whole.endsWith("/") ? whole.slice(0, -1) : whole;
  return isPlain(plain) && !(directory && size > 0) ? { name: plain, size, directory } : undefined;
}

/** Where each file of the archive lies; undefined for what is no such archive. */
export async function readTar(file: Blob): Promise<Map<string, Member> | undefined> {
  const members = new Map<string, Member>();
  const reader = new Reader(file);
  let at = 0;
  for (;;) {
    const bytes = await reader.read(at, block);
    if (bytes.length < block) return undefined;
    if (allZero(bytes)) break;
    const header = parseHeader(bytes);
    at += block;
    if (!header || at + header.size > file.size || members.has(header.name)) return undefined;
    if (!header.directory) members.set(header.name, { at, size: header.size });
    const padding = (block - (header.size % block)) % block;
    if (!allZero(await reader.read(at + header.size, padding))) return undefined;
    at += header.size + padding;
  }
  // Two blocks of zeros end it, and zeros to a whole record may follow.
  if (file.size - at < 2 * block) return undefined;
  for (; at < file.size; at += window) {
    if (!allZero(await reader.read(at, Math.min(window, file.size - at)))) return undefined;
  }
  return members;
}

export class TarFile {
  private readonly reader: Reader;
  readonly members: Map<string, Member>;

  constructor(file: Blob, members: Map<string, Member>) {
    this.reader = new Reader(file);
    this.members = members;
  }

  async read(path: string): Promise<Bytes | undefined> {
    const member = this.members.get(path);
    return member && this.reader.read(member.at, member.size);
  }
}
