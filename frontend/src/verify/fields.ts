// Reading lines of `key`, one space, value. What is written here once describes a kind's fields and gives their type.

import { Refusal, must } from "./finding.ts";
import type { Form } from "./values.ts";

/** Lines, with those that continue a text (newline, tab) joined to the one before. */
export class Cursor {
  private readonly lines: string[];
  private at = 0;

  /** `text` must end in a newline. */
  constructor(text: string) {
    must(text.endsWith("\n"), "bad_field", { field: "" });
    this.lines = text.slice(0, -1).split(/\n(?!\t)/);
  }

  /** The key of the next line; "" at the end. */
  next(): string {
    const line = this.lines[this.at];
    if (line === undefined) return "";
    const space = line.indexOf(" ");
    return space < 0 ? line : line.slice(0, space);
  }

  line(): string {
    return this.lines[this.at++] ?? "";
  }

  take(field: string): string {
    must(this.next() === field && this.lines[this.at]!.length > field.length, "bad_field", { field });
    return this.line().slice(field.length + 1);
  }

  end(): void {
    must(this.at === this.lines.length, "left_over", { line: (this.lines[this.at] ?? "").slice(0, 80) });
  }
}

export interface Part<T> {
  read(cursor: Cursor, field: string): T;
}

export type Shape = Record<string, Part<unknown>>;
export type Of<S> = { [K in keyof S]: S[K] extends Part<infer T> ? T : never };

export const f = <T>(form: Form<T>): Part<T> => ({
  read(cursor, field) {
    const value = form(cursor.take(field));
    if (value === undefined) throw new Refusal("bad_field", { field });
    return value;
  },
});

interface Many<T> {
  least?: number;
  most?: number;
  /** What must ascend strictly. */
  by?: (value: T) => string;
}

export const each = <T>(form: Form<T>, { least = 0, most = Infinity, by }: Many<T> = {}): Part<T[]> => ({
  read(cursor, field) {
    const values: T[] = [];
    while (cursor.next() === field) values.push(f(form).read(cursor, field));
    const sorted = !by || values.every((value, i) => i === 0 || by(values[i - 1]!) < by(value));
    must(sorted && values.length >= least && values.length <= most, "bad_field", { field });
    return values;
  },
});

/** Where the next line has this key. Whether it must be there is for who asks to say. */
export const maybe = <T>(form: Form<T>): Part<T | undefined> => ({
  read: (cursor, field) => (cursor.next() === field ? f(form).read(cursor, field) : undefined),
});

export function struct<S extends Shape>(shape: S, cursor: Cursor): Of<S> {
  const values: Record<string, unknown> = {};
  for (const [field, part] of Object.entries(shape)) values[field] = part.read(cursor, field);
  return values as Of<S>;
}

type Variant<V extends Record<string, Shape>, F extends string> = { [W in keyof V]: Record<F, W> & Of<V[W]> }[keyof V];

/** A word that says which lines follow; all of them together are the value. */
export const variant = <F extends string, V extends Record<string, Shape>>(field: F, shapes: V): Part<Variant<V, F>> => ({
  read(cursor) {
    const word = cursor.take(field);
    const shape = Object.hasOwn(shapes, word) ? shapes[word] : undefined;
    if (!shape) throw new Refusal("bad_field", { field });
    return { [field]: word, ...struct(shape, cursor) } as Variant<V, F>;
  },
});

/** A group of lines, again and again as long as its first key comes. Stands under any name. */
export const groups = <S extends Shape>(shape: S, { least = 0, most = Infinity }: { least?: number; most?: number } = {}): Part<Of<S>[]> => ({
  read(cursor) {
    const first = Object.keys(shape)[0]!;
    const values: Of<S>[] = [];
    while (cursor.next() === first) values.push(struct(shape, cursor));
    must(values.length >= least && values.length <= most, "bad_field", { field: first });
    return values;
  },
});
