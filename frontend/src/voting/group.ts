// The groups of prime order in which Belenios elections are held, behind one interface; written multiplicatively, as its specification
// does. JavaScript's big integers take a time that depends on the values, so nothing here is constant-time in the strict sense; what works
// on secrets (`Table.power`) does the same operations in the same number whatever the secret is.

import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "../record/bytes.ts";
import type { Steps } from "./steps.ts";

/** A member of the group of order q, in a form that only its group understands. */
export interface Element {
  readonly element: unique symbol;
}

/** A base made ready for many exponentiations. */
export interface Table {
  /** `exponent`: any integer from 0 to q - 1. */
  power(exponent: bigint): Element;
}

export interface Group {
  /** As in election.json and in the hashes: "Ed25519", "BELENIOS-2048", "RFC-3526-2048". */
  readonly name: string;
  readonly order: bigint;
  readonly identity: Element;
  readonly generator: Element;
  product(a: Element, b: Element): Element;
  inverse(a: Element): Element;
  equal(a: Element, b: Element): boolean;
  /** Each element's one string: Belenios S(x). Many at once are cheaper. */
  encode(elements: readonly Element[]): string[];
  /** Undefined unless the text is the one encoding of a member of the subgroup of order q. The identity is a member. */
  decode(text: string): Element | undefined;
  /** Of public values. `exponent`: 0 to q - 1. */
  power(base: Element, exponent: bigint): Element;
  /** `uses`: about how many exponentiations will follow; decides the table's size. */
  table(base: Element, uses: number): Table;
  /** Most 8-bit numbers that one element carries; 0 where the group has no embedding. */
  readonly embeddingBytes: number;
  /** Belenios group_encode of 8-bit numbers, at most `embeddingBytes` of them. A step each attempt: `attempts` of them on average. */
  embed(numbers: readonly number[]): Steps<Element>;
  readonly attempts: number;
}

/** The only spelling of a number: decimal, 0 to below the order. */
export function readScalar(text: string, order: bigint): bigint | undefined {
  if (text.length > 617 || !/^(0|[1-9][0-9]*)$/.test(text)) return undefined;
  const value = BigInt(text);
  return value < order ? value : undefined;
}

export const modulo = (value: bigint, order: bigint): bigint => ((value % order) + order) % order;

export function bigEndian(bytes: Uint8Array): bigint {
  let digits = "0x0";
  for (const byte of bytes) digits += byte.toString(16).padStart(2, "0");
  return BigInt(digits);
}

/** Uniform from 0 to q - 1: 128 bits more than needed, reduced, so that no value is noticeably likelier. */
export function randomScalar(group: Group): bigint {
  const bytes = crypto.getRandomValues(new Uint8Array(Math.ceil(group.order.toString(2).length / 8) + 16));
  const value = bigEndian(bytes) % group.order;
  bytes.fill(0);
  return value;
}

/** Belenios' ghash: SHA-256 of the prefix and the elements between commas, as a big-endian number modulo q. */
export function hashElements(group: Group, prefix: string, elements: readonly Element[]): bigint {
  return bigEndian(sha256(utf8(prefix + group.encode(elements).join(",")))) % group.order;
}

/** Belenios' short hash: SHA-256 in base64 without padding, 43 characters. */
export function hash64(text: string): string {
  return btoa(String.fromCharCode(...sha256(utf8(text)))).replace(/=+$/, "");
}
