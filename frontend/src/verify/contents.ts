// What is in blobs: FORMAT.md sections 3, 4.3, 4.6 and 4.7.

import { hex } from "../record/bytes.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import { decodeText } from "./entry.ts";
import { Cursor, each, f, groups, maybe, type Of, type Shape, struct } from "./fields.ts";
import { must, Refusal } from "./finding.ts";
import { atLeastOne, credential, currency, date, digest, type Form, id, language, list, number, orNone, origin, projectId, signature, text, tuple, word } from "./values.ts";

const outcomes = ["funded", "does-not-fit", "exceeds-envelope", "below-minimum", "after-stop", "withdrawn"] as const;
export type Outcome = (typeof outcomes)[number];

/** One cost criterion or none, then "listing-order". */
const ties: Form<"min-cost" | "max-cost" | "listing-order"> = (token) => {
  const [first, second, third] = token.split(",");
  if (first === "listing-order" && second === undefined) return first;
  return (first === "min-cost" || first === "max-cost") && second === "listing-order" && third === undefined ? first : undefined;
};

export const contents = {
  "dialogue-content": {
    title: f(text), summary: f(text), board: f(text), officer: f(text), kind: f(word("ongoing", "project")),
    level: f(word("information", "consultation", "dialogue", "participation", "co-decision")),
    influence: f(text), "reported-to": f(text), "reported-how": f(text), comment: f(text),
  },
  "round-definition": {
    title: f(text), summary: f(text), currency: f(currency), envelope: f(number),
    ballot: f(word("clear/v1", "belenios-mixnet/v1", "belenios-homomorphic/v1")), rule: f(word("approval")), "choices-min": f(number),
    "choices-max": f(number), "budget-max": f(number), allocation: f(word("greedy")), unaffordable: f(word("skip", "stop")), "minimum-votes": f(number),
    ties: f(ties), opens: f(number), closes: f(number), area: each(tuple(id, text)), theme: each(tuple(id, text)),
    urn: each(tuple(id, number, orNone(list(id)))),
    project: groups(
      {
        project: f(projectId), cost: f(atLeastOne), area: f(orNone(id)), theme: f(orNone(id)), withdrawn: f(word("yes", "no")), title: f(text),
        summary: f(text),
      },
      { least: 1, most: 2_000 },
    ),
  },
  credentials: { count: f(number), credential: each(digest, { by: (key) => key }) },
  "ballot-clear": { origin: f(origin), definition: f(digest), credential: f(digest), salt: f(digest), choice: each(projectId), signature: f(signature) },
  tally: {
    ballots: f(number), voters: f(number), blank: f(number), votes: each(tuple(projectId, number)), urn: each(tuple(id, number, number, number, number)),
    invalid: each(tuple(id, number, word("undefined-bit", "too-many", "too-few", "over-budget", "withdrawn"))),
  },
  allocation: {
    tally: f(digest), envelope: f(number), cost: f(number), step: each(tuple(projectId, number, number, word(...outcomes))),
    tie: each(tuple(word("min-cost", "max-cost", "listing-order"), list(projectId))),
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

/** The place of a project's urn: that of its area, else that of the whole municipality; -1 for none. */
export function urnOf(definition: Definition, project: Project): number {
  const own = definition.urn.findIndex(([, , areas]) => project.area !== null && areas?.includes(project.area));
  return own >= 0 ? own : definition.urn.findIndex(([, , areas]) => areas === null);
}

function judgeDefinition(x: Definition): void {
  const areas = x.area.map(([area]) => area);
  const themes = x.theme.map(([theme]) => theme);
  const distinct = (field: string, values: string[]) => must(new Set(values).size === values.length, "bad_field", { field });
  distinct("area", areas);
  distinct("theme", themes);
  distinct("project", x.project.map((each) => each.project));
  must(x.opens < x.closes, "bad_field", { field: "closes" });
  must(x["choices-min"] <= x["choices-max"], "bad_field", { field: "choices-max" });
  for (const project of x.project) {
    must(project.area === null || areas.includes(project.area), "bad_field", { field: "area" });
    must(project.theme === null || themes.includes(project.theme), "bad_field", { field: "theme" });
  }
  judgeChoices(x);
  judgeUrns(x, areas);
}

/** The least number of choices must be possible. */
function judgeChoices(x: Definition): void {
  const costs = x.project.filter(({ withdrawn }) => withdrawn === "no").map(({ cost }) => cost);
  costs.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  must(BigInt(costs.length) >= x["choices-min"], "bad_field", { field: "choices-min" });
  const least = costs.slice(0, Number(x["choices-min"])).reduce((sum, cost) => sum + cost, 0n);
  must(x["budget-max"] === 0n || least <= x["budget-max"], "bad_field", { field: "budget-max" });
}

function judgeUrns(x: Definition, areas: string[]): void {
  must((x.ballot === "clear/v1") === (x.urn.length === 0), "bad_field", { field: "urn" });
  if (x.urn.length === 0) return;
  const named = x.urn.flatMap(([, , of]) => of ?? []);
  const once = (values: string[]) => new Set(values).size === values.length;
  const whole = x.urn.filter(([, , of]) => of === null).length;
  must(once(x.urn.map(([urn]) => urn)) && once(named) && named.every((area) => areas.includes(area)) && whole <= 1, "bad_field", { field: "urn" });
  must(x.urn.reduce((sum, [, envelope]) => sum + envelope, 0n) === x.envelope, "bad_field", { field: "envelope" });
  const used = new Set<number>();
  for (const project of x.project) {
    const urn = urnOf(x, project);
    must(urn >= 0, "bad_field", { field: "urn" });
    if (project.withdrawn === "no") used.add(urn);
  }
  must(used.size === x.urn.length, "bad_field", { field: "urn" });
}

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
