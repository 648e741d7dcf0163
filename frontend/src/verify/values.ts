// The values of fields: FORMAT.md section 2. Each form accepts one spelling; undefined is a refusal.

import { utf8 } from "../record/bytes.ts";

export type Form<T> = (token: string) => T | undefined;

const matching =
  (pattern: RegExp): Form<string> =>
  (token) =>
    pattern.test(token) ? token : undefined;

const most = 10n ** 17n;

/** Amounts pass 2^53, so all numbers of the record are big integers here. */
export const number: Form<bigint> = (token) => {
  if (!/^(0|[1-9][0-9]{0,17})$/.test(token)) return undefined;
  const value = BigInt(token);
  return value <= most ? value : undefined;
};

export const atLeastOne: Form<bigint> = (token) => {
  const value = number(token);
  return value === 0n ? undefined : value;
};

/** `p/q` in lowest terms, or `p`; compared as it is written. */
export const fraction = matching(/^(0|[1-9][0-9]*)(\/[1-9][0-9]*)?$/);

export const digest = matching(/^[0-9a-f]{64}$/);
export const signature = matching(/^[0-9a-f]{128}$/);
export const id = matching(/^[a-z0-9][a-z0-9-]{0,63}$/);
export const projectId = matching(/^[!-+\--~]{1,64}$/);
export const origin = matching(/^(?=.{1,200}$)[!-*,-~]*[!-*,-.0-~]$/);
export const currency = matching(/^[A-Z]{3}$/);
export const logName = matching(/^(town|rounds\/[a-z0-9][a-z0-9-]{0,63})$/);
export const credential = matching(/^[0-9a-f]{1,700}$/);
export const pagePath = matching(/^[A-Za-z0-9._/-]{1,200}$/);
export const nonce = matching(/^[0-9a-f]{32}$/);
export const language = matching(/^[a-z]{2,3}$/);

export const site: Form<string> = (token) => {
  const match = /^(https?):\/\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::([1-9][0-9]{0,4}))?$/.exec(token);
  if (!match || token.length > 200 || Number(match[3] ?? 1) > 65_535) return undefined;
  return match[1] === "https" || match[2] === "localhost" || match[2] === "127.0.0.1" ? token : undefined;
};

export const date: Form<string> = (token) => {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(token);
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  if (year < 1970 || month < 1 || month > 12 || day < 1) return undefined;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;
  return day <= days ? token : undefined;
};

const longestText = 20_000; // bytes
const forbidden = /[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\p{Cs}\p{Noncharacter_Code_Point}]/u;

/** `token` has its newlines written as newline and tab. */
export const text: Form<string> = (token) => {
  const value = token.replaceAll("\n\t", "\n");
  if (value === "" || forbidden.test(value) || /^[ \n]|[ \n]$/.test(value)) return undefined;
  return value.length <= longestText / 3 || utf8(value).length <= longestText ? value : undefined;
};

export const word =
  <const W extends string>(...words: W[]): Form<W> =>
  (token) =>
    words.find((each) => each === token);

/** A value, or "-" for none. */
export const orNone =
  <T>(form: Form<T>): Form<T | null> =>
  (token) =>
    token === "-" ? null : form(token);

/** Words separated by one character. */
export const list =
  <T>(form: Form<T>, separator = ","): Form<T[]> =>
  (token) => {
    const values = token.split(separator).map(form);
    return values.some((value) => value === undefined) ? undefined : (values as T[]);
  };

type Values<F extends Form<unknown>[]> = { [K in keyof F]: F[K] extends Form<infer T> ? T : never };

/** Values with one space between them; only the last may have spaces of its own. */
export const tuple =
  <F extends Form<unknown>[]>(...forms: F): Form<Values<F>> =>
  (token) => {
    const values: unknown[] = [];
    let rest = token;
    for (const [i, form] of forms.entries()) {
      const space = i === forms.length - 1 ? rest.length : rest.indexOf(" ");
      if (space < 0) return undefined;
      const value = form(rest.slice(0, space));
      if (value === undefined) return undefined;
      values.push(value);
      rest = rest.slice(space + 1);
    }
    return values as Values<F>;
  };

export const roleWords = ["keeper", "officer", "election-board", "board", "registrar", "trustee"] as const;
export type Role = (typeof roleWords)[number];

/** At least one, each once, in the order of section 5. */
export const roles: Form<Role[]> = (token) => {
  const found = list(word(...roleWords))(token);
  const places = found?.map((role) => roleWords.indexOf(role));
  return places && places.every((place, i) => i === 0 || place > places[i - 1]!) ? found : undefined;
};
