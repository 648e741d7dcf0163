// The kinds of entry: FORMAT.md sections 4.1, 4.2, 4.4, 4.5, 4.7, 4.8 and 9, as tables.

import { each, f, maybe, type Of, type Part, type Shape } from "./fields.ts";
import {
  atLeastOne, credential, currency, date, digest, id, logName, nonce, number, orNone, origin, pagePath, projectId, type Role, roles, signature, site, text, tuple,
  word,
} from "./values.ts";

const unit = word("signatures", "per-mille");
const officer = tuple(digest, roles, text);
const step = word("certificate", "commitment", "polynomial", "key");

/** The lines of an attestation from `roll` on: section 9. */
const attestation = {
  roll: f(tuple(atLeastOne, digest)),
  pseudonym: f(digest),
  assurance: f(word("email", "code", "eid", "paper")),
  area: f(orNone(id)),
  attested: f(tuple(number, nonce)),
  registrar: f(signature),
  member: maybe(number),
  path: each(digest, { most: 63 }),
};
export type Attestation = Of<typeof attestation> & { subject: string };

export const shapes = {
  // 4.1
  "town-begun": { origin: f(origin), name: f(text), currency: f(currency), demo: f(word("yes", "no")), officer: each(officer, { by: ([key]) => key }) },
  "officer-announced": { origin: f(origin), officer: f(officer) },
  "officer-ended": { origin: f(origin), officer: f(digest) },
  "registrar-announced": { origin: f(origin), registrar: f(digest), site: f(site) },
  "roll-edition": {
    origin: f(origin), edition: f(id), drawn: f(date), people: f(number), digest: f(digest),
    area: each(tuple(id, number, text), { by: ([area]) => area }),
  },
  board: {
    origin: f(origin), board: f(id), version: f(number), name: f(text), email: f(word("yes", "no")), cosigners: f(number), days: f(number),
    threshold: f(tuple(number, unit)), "area-threshold": each(tuple(id, number, unit), { by: ([area]) => area }),
  },
  dialogue: {
    origin: f(origin), dialogue: f(id), version: f(number), status: f(word("planned", "ongoing", "finished")), signal: f(word("green", "yellow", "red")),
    begins: f(date), ends: f(date), content: f(digest),
  },
  feedback: { origin: f(origin), dialogue: f(id), date: f(date), content: f(digest) },
  "round-begun": { origin: f(origin), round: f(id), dialogue: f(id), log: f(origin), key: f(digest) },
  "round-ended": { origin: f(origin), round: f(id), size: f(number), root: f(digest), allocation: f(digest) },
  decision: { origin: f(origin), round: f(id), allocation: f(digest), departures: f(number), content: f(digest) },
  milestone: {
    origin: f(origin), round: f(id), project: f(projectId), date: f(date), state: f(word("planned", "started", "delayed", "done", "cancelled")),
    content: f(digest),
  },
  // 4.2
  "round-opened": {
    origin: f(origin), round: f(id), "town-size": f(number), "town-root": f(digest), definition: f(digest), credentials: f(digest), roll: f(number),
    election: each(tuple(id, digest)), page: each(tuple(digest, pagePath)),
  },
  ballot: { credential: f(digest), ballot: f(digest) },
  "round-closed": { origin: f(origin), ballots: f(number) },
  tally: { origin: f(origin), tally: f(digest) },
  "lot-drawn": { origin: f(origin), head: f(tuple(number, digest)), share: each(tuple(atLeastOne, digest)), seed: f(digest) },
  allocation: { origin: f(origin), allocation: f(digest), funded: f(number), cost: f(number) },
  // 4.4
  "initiative-raised": {
    origin: f(origin), matter: f(id), board: f(id), place: f(orNone(id)), edition: f(id), subject: f(digest), ...attestation,
  },
  signature: { origin: f(origin), matter: f(id), subject: f(digest), name: f(orNone(digest)), ...attestation },
  withdrawal: { origin: f(origin), matter: f(id), subject: f(digest), ...attestation },
  "initiative-opened": {
    origin: f(origin), matter: f(id), closes: f(number), threshold: f(number),
    level: f(word("information", "consultation", "dialogue", "participation", "co-decision")), content: f(digest),
  },
  "initiative-rejected": {
    origin: f(origin), matter: f(id),
    reason: f(word("not-municipal", "personal", "offensive", "unlawful", "advertising", "unclear", "decided-already", "duplicate")),
    into: f(orNone(id)), content: f(digest),
  },
  "handed-over": { origin: f(origin), matter: f(id), board: f(id), signatures: f(number) },
  "initiative-expired": { origin: f(origin), matter: f(id), signatures: f(number) },
  "signature-set-aside": { origin: f(origin), matter: f(id), pseudonym: f(digest), content: f(digest) },
  "signature-restored": { origin: f(origin), matter: f(id), pseudonym: f(digest), content: f(digest) },
  "initiative-report": {
    origin: f(origin), matter: f(id), date: f(date), step: f(word("preparation", "answer", "follow-up")), content: f(digest),
  },
  "initiative-decided": { origin: f(origin), matter: f(id), outcome: f(word("approved", "partly", "rejected")), content: f(digest) },
  // 4.5
  "call-opened": { origin: f(origin), call: f(id), dialogue: f(id), closes: f(number), content: f(digest) },
  "project-proposed": {
    origin: f(origin), matter: f(id), proposal: f(id), place: f(orNone(id)), edition: f(id), subject: f(digest), ...attestation,
  },
  "project-assessed": {
    origin: f(origin), proposal: f(id), version: f(number), outcome: f(word("feasible", "declined", "merged", "unlawful")), cost: f(number),
    into: f(orNone(id)), picture: f(orNone(digest)), content: f(digest),
  },
  // 4.7
  "ceremony-begun": {
    origin: f(origin), round: f(id), "town-size": f(number), "town-root": f(digest), group: f(word("Ed25519", "BELENIOS-2048", "RFC-3526-2048")),
    threshold: f(number), trustee: each(tuple(digest, text)),
  },
  "ceremony-step": { origin: f(origin), trustee: f(number), step: f(step), content: f(digest) },
  "credential-handed-out": { origin: f(origin), commitment: f(digest), registrar: f(signature) },
  "reserve-activated": { origin: f(origin), content: f(digest), active: each(tuple(id, number), { by: ([urn]) => urn }) },
  "credential-blocked": { origin: f(origin), content: f(digest), credential: each(tuple(id, credential), { least: 1, by: (pair) => pair.join(" ") }) },
  "envelope-accepted": { origin: f(origin), credential: each(tuple(id, credential), { least: 1, by: (pair) => pair.join(" ") }) },
  "secret-ballot": { urn: f(id), credential: f(credential), tracker: f(digest), ballot: f(digest) },
  shuffle: { origin: f(origin), urn: f(id), trustee: f(number), shuffle: f(digest) },
  "partial-decryption": { origin: f(origin), urn: f(id), trustee: f(number), decryption: f(digest) },
  // 4.8
  "witnesses-announced": {
    origin: f(origin), version: f(number), quorum: f(number), witness: each(tuple(digest, origin, text), { most: 12, by: ([key]) => key }),
  },
  "log-key": { origin: f(origin), key: f(digest), signature: f(signature) },
  "log-recovered": {
    origin: f(origin), log: f(logName), generation: f(number), key: f(digest), kept: f(number), "kept-root": f(digest), "lost-size": f(number),
    "lost-root": f(digest), content: f(digest), signature: f(signature),
  },
  "entry-resubmitted": { origin: f(origin), generation: f(number), index: f(number), receipt: f(digest) },
  "blobs-withheld": {
    origin: f(origin), log: f(logName), ground: f(word("erasure", "court", "confidential", "unlawful")), decision: f(text), content: f(digest),
    blob: each(digest, { least: 1, by: (value) => value }),
  },
  "matter-key-destroyed": { origin: f(origin), matter: f(tuple(word("initiative", "call", "round"), id)) },
} satisfies Record<string, Shape>;

export type Kind = keyof typeof shapes;
export type Fields<K extends Kind> = Of<(typeof shapes)[K]>;
export type Statement = { [K in Kind]: { kind: K; fields: Fields<K> } }[Kind];

export const isKind = (kind: string): kind is Kind => Object.hasOwn(shapes, kind);

export const shapeOf = (kind: Kind): Record<string, Part<unknown>> => shapes[kind];

/** Which role seals a kind, and how many must. Kinds that are not here take no seals. */
export const offices: Partial<Record<Kind, [Role, number]>> = {
  "officer-announced": ["keeper", 2], "officer-ended": ["keeper", 2], "registrar-announced": ["keeper", 2], "roll-edition": ["registrar", 2],
  board: ["board", 2], dialogue: ["officer", 1], feedback: ["officer", 1], "round-begun": ["election-board", 2], "round-ended": ["election-board", 2],
  decision: ["board", 2], milestone: ["officer", 1],
  "round-opened": ["election-board", 2], "round-closed": ["election-board", 2], tally: ["election-board", 2], "lot-drawn": ["election-board", 2], allocation: ["election-board", 2],
  "initiative-opened": ["officer", 1], "initiative-rejected": ["officer", 1], "signature-set-aside": ["officer", 1], "signature-restored": ["officer", 1],
  "initiative-report": ["officer", 1], "initiative-decided": ["board", 2], "call-opened": ["officer", 1], "project-assessed": ["officer", 1],
  "ceremony-begun": ["election-board", 2], "ceremony-step": ["trustee", 1], "reserve-activated": ["registrar", 2], "credential-blocked": ["registrar", 2],
  "envelope-accepted": ["registrar", 2], "secret-ballot": ["election-board", 2], shuffle: ["trustee", 1], "partial-decryption": ["trustee", 1],
  "witnesses-announced": ["keeper", 2], "log-key": ["keeper", 2], "log-recovered": ["keeper", 2], "blobs-withheld": ["board", 2],
  "matter-key-destroyed": ["registrar", 2],
};

/** The fields that name blobs of the entry's own, in the order in which a pack has them. */
const blobFields: Partial<Record<Kind, string[]>> = {
  ballot: ["ballot"], "secret-ballot": ["ballot"], "initiative-raised": ["subject"], "project-proposed": ["subject"], signature: ["name"],
  "round-opened": ["definition", "credentials", "election"], tally: ["tally"], allocation: ["allocation"], "project-assessed": ["picture", "content"],
  shuffle: ["shuffle"], "partial-decryption": ["decryption"], "entry-resubmitted": ["receipt"],
};

export function blobsOf({ kind, fields }: Statement): string[] {
  const names = blobFields[kind] ?? ("content" in fields ? ["content"] : []);
  return names.flatMap((name) => {
    const value = (fields as Record<string, unknown>)[name];
    if (Array.isArray(value)) return value.map((pair: [string, string]) => pair[1]);
    return typeof value === "string" ? [value] : [];
  });
}
