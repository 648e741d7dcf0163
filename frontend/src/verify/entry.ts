// One entry: stamp, statement, seals (FORMAT.md section 2). It has one possible encoding; all else is refused.

import { utf8 } from "../record/bytes.ts";
import { Cursor, f, struct } from "./fields.ts";
import { must, Refusal } from "./finding.ts";
import { isKind, type Kind, shapeOf, type Statement } from "./statements.ts";
import { digest, number, signature, tuple } from "./values.ts";

export interface Seal {
  key: string;
  signature: string;
}

export interface Entry {
  hour: bigint;
  statement: Statement;
  text: string; // the statement's, which the seals sign
  seals: Seal[];
}

const longest = 65_535; // bytes
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Refusal("not_text");
  }
}

/** Conditions between fields that the tables cannot say. */
function judge({ kind, fields }: Statement): void {
  if (kind === "initiative-rejected") must((fields.into !== null) === (fields.reason === "duplicate"), "bad_field", { field: "into" });
  if (kind === "project-assessed") {
    must(fields.cost > 0n === (fields.outcome === "feasible"), "bad_field", { field: "cost" });
    must((fields.into !== null) === (fields.outcome === "merged"), "bad_field", { field: "into" });
  }
  if (kind === "initiative-raised" || kind === "signature" || kind === "withdrawal" || kind === "project-proposed") {
    must((fields.member !== undefined) === (fields.assurance !== "email"), "bad_field", { field: "member" });
    must(fields.assurance !== "email" || fields.path.length === 0, "bad_field", { field: "path" });
  }
  if (kind === "lot-drawn") {
    const { share } = fields;
    must(share.every(([number], i) => number > (share[i - 1]?.[0] ?? 0n)), "bad_field", { field: "share" });
  }
  if (kind === "witnesses-announced") {
    const count = BigInt(fields.witness.length);
    must(fields.quorum <= count && (fields.quorum === 0n) === (count === 0n), "bad_field", { field: "quorum" });
    must(new Set(fields.witness.map(([, name]) => name)).size === fields.witness.length, "bad_field", { field: "witness" });
  }
}

function readSeals(cursor: Cursor): Seal[] {
  const seals: Seal[] = [];
  while (cursor.next() === "signed") {
    const [key, value] = f(tuple(digest, signature)).read(cursor, "signed");
    must(seals.length === 0 || seals.at(-1)!.key < key, "bad_seals");
    seals.push({ key, signature: value });
  }
  return seals;
}

export function parseEntry(bytes: Uint8Array): Entry {
  must(bytes.length <= longest, "too_long");
  const text = decodeText(bytes);
  const cursor = new Cursor(text);
  const hour = f(number).read(cursor, "hour");
  const first = cursor.line();
  const kind = /^radslag\/v1\/(.+)$/.exec(first)?.[1] ?? "";
  if (!isKind(kind)) throw new Refusal("unknown_kind", { kind: first.slice(0, 80) });
  const statement = { kind, fields: struct(shapeOf(kind), cursor) } as Statement;
  judge(statement);
  const seals = readSeals(cursor);
  cursor.end();
  // A seal is one line of known length: "signed", key, signature, two spaces, newline.
  const end = text.length - seals.length * (6 + 1 + 64 + 1 + 128 + 1);
  return { hour, statement, text: text.slice(text.indexOf("\n") + 1, end), seals };
}

/** The lines of a statement before the one with this key: what a signature inside a statement is over. */
export function linesBefore(text: string, key: "registrar" | "signature" | "seed"): string {
  return text.slice(0, text.lastIndexOf(`\n${key} `) + 1);
}

export const bytesOf = (text: string): Uint8Array => utf8(text);
export type { Kind };
