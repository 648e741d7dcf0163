// Reading JSON that somebody else wrote. What is read here is written again and compared with what came: so spaces, another order,
// members that nobody declared, doubled members and escapes are all refused.

import { Refusal } from "./flaw.ts";

export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal("not_canonical", "no JSON");
  }
}

/** An object's members by name; a missing one is undefined. */
export function members(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Refusal("not_canonical", "an object is missing");
  return value as Record<string, unknown>;
}

export function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Refusal("not_canonical", "a list is missing");
  return value;
}

export function text(value: unknown): string {
  if (typeof value !== "string") throw new Refusal("not_canonical", "a text is missing");
  return value;
}

/** From 0 to 2^53 - 1. */
export function integer(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Refusal("not_canonical", "a whole number is missing");
  return value as number;
}
