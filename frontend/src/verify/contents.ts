// What is in blobs: FORMAT.md sections 3, 4.3, 4.6 and 4.7.

import { hex } from "../record/bytes.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import { decodeText } from "./entry.ts";
import { judgeDefinition, ties } from "./definition.ts";
import { Cursor, each, f, groups, maybe, type Of, type Shape, struct, variant } from "./fields.ts";
import { must, Refusal } from "./finding.ts";
import { fates } from "./rules/outcome.ts";
import { atLeastOne, credential, currency, date, digest, fraction, id, language, list, number, orNone, origin, projectId, signature, text, tuple, word } from "./values.ts";

const yesNo = word("yes", "no");

/** The allocation rule, with what it needs. */
const rule = variant("allocation", {
  greedy: {
    score: f(word("votes", "points")), order: f(word("score", "score-per-cost")), unaffordable: f(word("skip", "stop")), "minimum-score": f(number),
    "reserve-percent": f(number), exclusive: each(list(projectId)),
  },
  "equal-shares": {
    utility: f(word("cost", "cardinality", "points", "borda")), endowment: f(word("per-voter")), completion: f(word("none", "add1")),
    start: f(word("fractional", "whole")), stop: f(word("infeasible", "exhaustive")), then: f(word("nothing", "greedy")), unit: f(atLeastOne),
    step: f(atLeastOne), comparison: f(word("none", "satisfaction", "coverage")), "minimum-votes": f(number), "share-factor": f(number),
  },
  phragmen: { unaffordable: f(word("skip", "stop")), "minimum-votes": f(number) },
});

export const contents = {
  "dialogue-content": {
    title: f(text), summary: f(text), board: f(text), officer: f(text), kind: f(word("ongoing", "project")),
    level: f(word("information", "consultation", "dialogue", "participation", "co-decision")),
    influence: f(text), "reported-to": f(text), "reported-how": f(text), comment: f(text),
  },
  "round-definition": {
    title: f(text), summary: f(text), currency: f(currency), envelope: f(number),
    ballot: f(word("clear/v1", "belenios-mixnet/v1", "belenios-homomorphic/v1")), rule: f(word("approval", "ranking", "points")),
    "choices-min": f(number), "choices-max": f(number), "budget-max": f(number), "points-max": f(number), "place-points": f(orNone(list(number))),
    allocation: rule, ties: f(ties), "tie-order": each(projectId), "lot-share": each(digest), opens: f(number), closes: f(number), area: each(tuple(id, text)), theme: each(tuple(id, text)),
    urn: each(tuple(id, number, orNone(list(id)))),
    project: groups(
      {
        project: f(projectId), cost: f(atLeastOne), area: f(orNone(id)), theme: f(orNone(id)), withdrawn: f(yesNo), title: f(text),
        summary: f(text),
      },
      { least: 1, most: 2_000 },
    ),
  },
  credentials: { count: f(number), credential: each(digest, { by: (key) => key }) },
  "ballot-clear": {
    origin: f(origin), definition: f(digest), credential: f(digest), salt: f(digest), choice: each(projectId),
    points: each(tuple(projectId, atLeastOne)), signature: f(signature),
  },
  tally: {
    ballots: f(number), voters: f(number), blank: f(number), votes: each(tuple(projectId, number, number)), urn: each(tuple(id, number, number, number, number)),
    invalid: each(tuple(id, number, word("undefined-bit", "too-many", "too-few", "too-many-points", "over-budget", "withdrawn"))),
  },
  allocation: {
    tally: f(digest), lot: f(orNone(digest)), envelope: f(number), cost: f(number), count: each(tuple(orNone(id), number, number, orNone(fraction))),
    compared: each(tuple(orNone(id), number, number, word("kept", "switched"))),
    step: each(tuple(projectId, number, number, word(...fates), orNone(fraction), orNone(fraction))), tie: each(list(projectId)),
  },
  decision: {
    board: f(text), meeting: f(date), diary: f(text),
    project: groups({ project: f(projectId), outcome: f(word("funded", "not-funded")), reason: maybe(text) }),
  },
  milestone: { text: f(text) },
  initiative: { title: f(text), text: f(text) },
  "signature-name": { name: f(text) },
  reason: { text: f(text) },
  report: { board: f(text), text: f(text) },
  "initiative-opening": {
    "can-be-influenced": f(text), "are-we-open": f(text), "do-we-need-values": f(text), "will-people-learn": f(text), influence: f(text),
  },
  "initiative-decision": { board: f(text), meeting: f(date), diary: f(text), reasons: f(text) },
  call: {
    title: f(text), text: f(text), currency: f(currency), envelope: f(number), area: each(tuple(id, atLeastOne, text), { by: ([area]) => area }),
  },
  proposal: { title: f(text), text: f(text), estimate: f(number) },
  "project-assessment": {
    title: f(text), summary: f(text), reasons: f(text), alt: maybe(text),
    translation: groups({ translation: f(language), title: f(text), summary: f(text) }),
  },
  electorate: {
    halves: f(word("1", "2")),
    urn: groups({ urn: f(tuple(id, number, number, number)), credential: each(credential) }),
  },
} satisfies Record<string, Shape>;

export type ContentKind = keyof typeof contents;
export type Content<K extends ContentKind> = Of<(typeof contents)[K]>;

const saltBytes = 32;

export const blobDigest = (bytes: Uint8Array): string => hex(sha256(bytes));

/** What follows the 32 random bytes. */
export function contentOf(blob: Uint8Array, name: string): Uint8Array {
  must(blob.length >= saltBytes, "blob_content", { digest: name, field: "" });
  return blob.subarray(saltBytes);
}

const ascending = (values: string[]) => values.every((value, i) => i === 0 || values[i - 1]! < value);

/** Conditions that are about one content alone. */
function judge<K extends ContentKind>(kind: K, content: Content<K>): void {
  if (kind === "round-definition") judgeDefinition(content as Content<"round-definition">);
  if (kind === "credentials") {
    const { count, credential: keys } = content as Content<"credentials">;
    must(count === BigInt(keys.length), "bad_field", { field: "count" });
  }
  if (kind === "project-assessment") {
    const { translation } = content as Content<"project-assessment">;
    must(ascending(translation.map((each) => each.translation)), "bad_field", { field: "translation" });
  }
  if (kind === "electorate") {
    for (const { urn, credential: all } of (content as Content<"electorate">).urn) {
      const [, voters, reserve, paper] = urn;
      must(voters + reserve + paper === BigInt(all.length) && new Set(all).size === all.length, "bad_field", { field: "credential" });
      must(ascending(all.slice(0, Number(voters))), "bad_field", { field: "credential" });
    }
  }
}

export type Definition = Content<"round-definition">;
export type Project = Definition["project"][number];

/** Reads a text of that kind, in its one encoding. */
export function parseContent<K extends ContentKind>(kind: K, bytes: Uint8Array): Content<K> {
  const cursor = new Cursor(decodeText(bytes));
  must(cursor.line() === `radslag/v1/${kind}`, "bad_field", { field: `radslag/v1/${kind}` });
  const content = struct(contents[kind] as Shape, cursor) as Content<K>;
  cursor.end();
  judge(kind, content);
  return content;
}

/** The same of a blob; what is wrong inside is said of the blob. */
export function openContent<K extends ContentKind>(kind: K, blob: Uint8Array, name: string): Content<K> {
  try {
    return parseContent(kind, contentOf(blob, name));
  } catch (reason) {
    if (reason instanceof Refusal) throw new Refusal("blob_content", { digest: name, field: String(reason.details["field"] ?? "") });
    throw reason;
  }
}
