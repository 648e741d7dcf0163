// The only file that calls fetch.

import { base64 } from "./record/bytes.ts";

export type CastAnswer =
  | { kind: "accepted"; log: string; index: number; size: number; receipt: string }
  | { kind: "refused"; code: string; status: number }
  | { kind: "unknown" }; // no trustworthy answer: the ballot may or may not be in the record

const patience = 30_000; // milliseconds

/** Sends a ballot without cookies. The same bytes may be sent again: they count once. */
export async function castBallot(url: string, ballot: Uint8Array): Promise<CastAnswer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ ballot: base64(ballot) }),
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(patience),
    });
    return readAnswer(response.status, await response.json());
  } catch {
    return { kind: "unknown" };
  }
}

/** A public text of this site. Throws TypeError where it cannot be had. */
export async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, { credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(patience) });
  if (!response.ok) throw new TypeError(`${url}: ${response.status}`);
  return response.text();
}

export function readAnswer(status: number, body: unknown): CastAnswer {
  const answer = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  if (status === 200 || status === 201) {
    const { log, index, size, receipt } = answer;
    const whole = typeof log === "string" && typeof receipt === "string" && Number.isSafeInteger(index) && Number.isSafeInteger(size);
    return whole ? { kind: "accepted", log, index: index as number, size: size as number, receipt } : { kind: "unknown" };
  }
  const code = typeof answer["code"] === "string" ? answer["code"] : "";
  if (status >= 400 && status < 500) return { kind: "refused", code, status };
  return code === "busy" ? { kind: "refused", code, status } : { kind: "unknown" };
}
