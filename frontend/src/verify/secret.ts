// The conditions of FORMAT.md section 4.7, except the proofs of the trustees' keys, of shuffles and of decryptions: those are left to
// radslag-verify and belenios-tool, and the report says so.

import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "../record/bytes.ts";
import { parseElection } from "../voting/election.ts";
import type { MixnetQuestion } from "../voting/question.ts";
import { urnsOf } from "./allocation.ts";
import { Sums } from "./choices.ts";
import { type Content, contentOf, type Definition, type Project } from "./contents.ts";
import { urnOf } from "./definition.ts";
import { decodeText, linesBefore } from "./entry.ts";
import { equals, known, must, Refusal } from "./finding.ts";
import { hex } from "../record/bytes.ts";
import { inPhase, mostBallots, noteShown, restOnTown, type RoundRules } from "./round.ts";
import { checkSeals, takesNoSeals } from "./seals.ts";
import { decrypt, judgeNumbers, type Opened } from "./secret_count.ts";
import { type At, type Ceremony, fresh, get, type Round, type SecretUrn, type SecretUrns, type Town } from "./state.ts";
import type { Fields } from "./statements.ts";

const steps = (threshold: number) => (threshold === 0 ? ["key"] : ["certificate", "commitment", "polynomial", "key"]);

/** How many trustees open an urn. */
export const needed = ({ threshold, trustees }: Ceremony) => (threshold === 0 ? trustees.length : threshold);
const shufflesNeeded = (ceremony: Ceremony) => Math.max(2, needed(ceremony));

function isOwn({ ceremony }: Round, number: bigint, at: At): void {
  const trustee = ceremony?.trustees[Number(number) - 1];
  if (!trustee) throw new Refusal("unknown", { field: "trustee", value: String(number) });
  must(at.entry.seals.some(({ key }) => key === trustee[0]), "seal_unknown", { key: trustee[0].slice(0, 16) });
}

const stepUnderWay = ({ threshold, trustees, messages }: Ceremony): string | undefined =>
  steps(threshold).find((step) => (messages.get(step) ?? []).filter((each) => each !== undefined).length < trustees.length);

/** SHA-256 as a big-endian number to the base 58, its first 22 characters. */
export function uuidOf(origin: string, urn: string): string {
  const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  let number = BigInt(`0x${hex(sha256(utf8(`radslag/v1/uuid\n${origin}\n${urn}`)))}`);
  let digits = "";
  for (; number > 0n; number /= 58n) digits = alphabet[Number(number % 58n)]! + digits;
  return digits.slice(0, 22);
}

/** What election.json must say, but the public key, which the ceremony's proofs would have to be followed for. */
function checkElection(json: string, definition: Definition, projects: Project[], urn: string, round: Round): void {
  const parsed = parseJson(json);
  const election = parseElection(json);
  must(election.ok && election.value.questions.length === 1, "wrong", { field: "questions", value: "", expected: "1" });
  const [question] = election.value.questions;
  const [most, least] = [Number(definition["choices-max"]), Number(definition["choices-min"])];
  const homomorphic = definition.ballot === "belenios-homomorphic/v1";
  const limit = definition["budget-max"];
  const says = (field: string, value: unknown, expected: unknown) =>
    must(JSON.stringify(value) === JSON.stringify(expected), "wrong", { field, value: String(value).slice(0, 80), expected: String(expected).slice(0, 80) });
  says("uuid", parsed["uuid"], uuidOf(round.origin, urn));
  says("name", parsed["name"], definition.title);
  says("description", parsed["description"], definition.summary);
  says("group", parsed["group"], round.ceremony!.group);
  says("question", question!.text, urn);
  says("type", question!.kind, homomorphic ? "homomorphic" : "mixnet");
  says("answers", question!.choices, projects.map(({ project }) => project));
  says("min", question!.min, homomorphic && least === 0 ? 1 : least);
  says("max", question!.max, Math.min(most, projects.length));
  says("budget", question!.budget, limit === 0n ? undefined : { limit: Number(limit), costs: projects.map(({ cost }) => Number(cost)) });
  if (question!.kind === "homomorphic") says("blank", question!.blank, least === 0);
  else {
    says("encoding", question!.encoding, definition.rule);
    says("points", question!.points, Number(definition["points-max"]));
  }
}

function parseJson(json: string): Record<string, unknown> {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    throw new Refusal("blob_content", { digest: "", field: "JSON" });
  }
}

/** A blob that is JSON of Belenios. */
function jsonOf(digest: string, at: At): string {
  return decodeText(contentOf(known(at.blob(digest), "blob_missing", { digest }), digest));
}

export function openUrns(town: Town, round: Round, x: Fields<"round-opened">, at: At): SecretUrns {
  const ceremony = round.ceremony!;
  must(stepUnderWay(ceremony) === undefined, "not_now", { what: "ceremony-step" });
  const registrar = known(town.registrars.filter(({ index }) => BigInt(index) < x["town-size"]).at(-1), "no_registrar");
  const { halves, urn: lists } = at.content("electorate", x.credentials);
  const definition = round.definition!;
  const names = definition.urn.map(([name]) => name).join();
  equals("urn", lists.map(({ urn }) => urn[0]).join(), names);
  equals("election", x.election.map(([urn]) => urn).join(), names);
  const urns = new Map<string, SecretUrn>();
  let whole: SecretUrn | undefined;
  for (const [i, [name, , areas]] of definition.urn.entries()) {
    const [, voters, reserve] = lists[i]!.urn;
    must(voters >= (definition.urn.length > 1 ? 100n : 1n), "wrong", { field: `urn ${name}`, value: String(voters), expected: "≥ 100" });
    const json = jsonOf(x.election[i]![1], at);
    checkElection(json, definition, definition.project.filter((project) => urnOf(definition, project) === i), name, round);
    const urn: SecretUrn = {
      id: name, election: json, places: new Map(lists[i]!.credential.map((credential, place) => [credential, place])), voters: Number(voters),
      reserve: Number(reserve), active: 0, blocked: new Set(), cast: new Map(), last: new Map(), ballots: 0, paper: 0, envelopes: 0, shuffles: new Set(),
      decryptions: new Map(), mixnet: definition.ballot === "belenios-mixnet/v1",
    };
    urns.set(name, urn);
    if (areas === null) whole = urn;
  }
  const people = whole ? whole.voters : [...urns.values()].reduce((sum, urn) => sum + urn.voters, 0);
  equals("roll", x.roll, BigInt(people));
  round.roll = x.roll;
  const common = { urns, registrar: registrar.key, cards: new Set<string>(), trackers: new Set<string>(), digests: new Set<string>(), halves };
  return whole ? { ...common, whole } : common;
}

const secretOf = ({ secret }: Round): SecretUrns => known(secret, "ballot_secret");

/** As many cards as there are people who may vote. */
function mostCards(round: Round): bigint {
  const { urns, whole } = secretOf(round);
  const late = whole ? whole.active : [...urns.values()].reduce((sum, urn) => sum + urn.active, 0);
  return round.roll + BigInt(late);
}

/** Credentials that nothing stands under. */
function unused(round: Round, pairs: [string, string][]): [SecretUrn, string][] {
  return pairs.map(([name, credential]) => {
    const urn = get(secretOf(round).urns, "urn", name);
    get(urn.places, "credential", credential);
    fresh(urn.cast.has(credential) || urn.blocked.has(credential), "credential", credential);
    return [urn, credential];
  });
}

const isPaper = (urn: SecretUrn, place: number) => place >= urn.voters + urn.reserve;
const isActive = (urn: SecretUrn, place: number) => place < urn.voters + urn.active;

const trackerOf = (json: string) => hex(sha256(utf8(json)));

/** Belonging and tracker; signature and proofs are checked by a worker, where the group allows. */
function checkBallotJson(urn: SecretUrn, x: Fields<"secret-ballot">, blob: Uint8Array, at: At): void {
  const json = decodeText(contentOf(blob, x.ballot));
  must(trackerOf(json) === x.tracker, "ballot_other", { field: "tracker" });
  must(parseJson(json)["credential"] === x.credential, "ballot_other", { field: "credential" });
  at.checkSecret?.(urn, json);
}

function toCount(round: Round, x: { urn: string; trustee: bigint }, done: "shuffles" | "decryptions", at: At): SecretUrn {
  inPhase(round, "closed");
  const urn = get(secretOf(round).urns, "urn", x.urn);
  must(urn.ballots > 0, "not_now", { what: "secret-ballot" });
  fresh(urn[done].has(x.trustee), "trustee", String(x.trustee));
  isOwn(round, x.trustee, at);
  return urn;
}

/** What an urn holds. Undefined of homomorphic ones, where it takes no ballot to know the tally. */
function openUrn(round: Round, urn: SecretUrn, projects: number[]): Opened | undefined {
  if (!urn.mixnet) return undefined;
  if (urn.ballots === 0) return { ballots: [], invalid: [] };
  const election = parseElection(urn.election);
  if (!election.ok) return undefined;
  try {
    const decryptions = [...urn.decryptions].map(([trustee, json]): [number, string] => [Number(trustee), json]);
    const numbers = decrypt(election.value, urn.shuffled!, decryptions, round.ceremony!.threshold);
    return judgeNumbers(round.definition!, urn.id, projects, election.value.questions[0] as MixnetQuestion, numbers);
  } catch {
    throw new Refusal("blob_content", { digest: "", field: `partial-decryption ${urn.id}` });
  }
}

/** Of homomorphic urns the votes are as the tally states them; the numbers must follow. */
function tallyStated(round: Round, stated: Content<"tally">): Partial<Content<"tally">> {
  const projects = round.definition!.project.map(({ project }) => project);
  equals("votes", stated.votes.map(([project]) => project).join(), projects.join());
  must(stated.votes.every(([, votes, score]) => votes === score), "tally_differs", { field: "votes" });
  const counts = [...secretOf(round).urns.values()].map((urn, i): Content<"tally">["urn"][number] => {
    const of = stated.urn[i];
    return [urn.id, BigInt(urn.ballots), BigInt(urn.cast.size), of?.[3] ?? 0n, of?.[4] ?? 0n];
  });
  const invalid = (name: string) => BigInt(stated.invalid.filter(([urn]) => urn === name).length);
  for (const [name, , , , number] of stated.urn) must(invalid(name) === number, "tally_differs", { field: "invalid" });
  const blank = counts.reduce((sum, [, , , of]) => sum + of, 0n);
  return { ballots: round.ballots, voters: round.voters, blank, urn: counts };
}

/** What the last shuffles and the decryptions give. */
export function tallySecret(round: Round, stated: Content<"tally">): Partial<Content<"tally">> {
  const urns = [...secretOf(round).urns.values()];
  for (const urn of urns) must(urn.ballots === 0 || urn.decryptions.size >= needed(round.ceremony!), "not_now", { what: "partial-decryption" });
  const definition = round.definition!;
  const places = urnsOf(definition).map(({ projects }) => projects);
  const all = urns.map((urn, i) => openUrn(round, urn, places[i]!));
  const opened = all.filter((each) => each !== undefined);
  if (opened.length < all.length) return tallyStated(round, stated);
  const total = new Sums(definition.project.length);
  const lines = opened.map(({ ballots, invalid }, i): Content<"tally">["urn"][number] => {
    const before = total.blank;
    for (const ballot of ballots) total.add(ballot, (place) => places[i]![place]!);
    const urn = urns[i]!;
    must(ballots.length + invalid.length === urn.cast.size, "tally_differs", { field: `urn ${urn.id}` });
    return [urn.id, BigInt(urn.ballots), BigInt(urn.cast.size), total.blank - before, BigInt(invalid.length)];
  });
  round.counted = opened.map(({ ballots }) => ballots);
  const { blank } = total;
  return { ballots: round.ballots, voters: round.voters, blank, votes: total.lines(definition), urn: lines, invalid: opened.flatMap(({ invalid }) => invalid) };
}

export const secretRules: RoundRules = {
  "ceremony-begun"(town, round, x, at) {
    restOnTown(town, round, x, at);
    const count = x.trustee.length;
    must(count >= 2 && count <= 50, "wrong", { field: "trustee", value: String(count), expected: "2 … 50" });
    must(x.threshold === 0n || (x.threshold >= 2n && x.threshold <= BigInt(count)), "wrong", { field: "threshold", value: String(x.threshold), expected: `2 … ${count}` });
    must(new Set(x.trustee.map(([key]) => key)).size === count, "repeated", { field: "trustee", value: "" });
    for (const [key, name] of x.trustee) {
      const officer = get(round.officers, "trustee", key);
      must(officer.ended === undefined && officer.roles.includes("trustee"), "seal_role", { key: key.slice(0, 16), name, role: "trustee" });
      equals("trustee", name, officer.name);
    }
    round.ceremony = { group: x.group, threshold: Number(x.threshold), trustees: x.trustee, messages: new Map() };
  },
  "ceremony-step"(_, round, x, at) {
    const ceremony = known(round.ceremony, "not_now", { what: "ceremony-begun" });
    isOwn(round, x.trustee, at);
    must(stepUnderWay(ceremony) === x.step, "not_now", { what: stepUnderWay(ceremony) ?? "round-opened" });
    const messages = ceremony.messages.get(x.step) ?? [];
    fresh(messages[Number(x.trustee) - 1] !== undefined, "trustee", String(x.trustee));
    const message = jsonOf(x.content, at);
    if (x.step === "commitment") must(/^[0-9a-f]{64}$/.test(message), "blob_content", { digest: x.content, field: "commitment" });
    else parseJson(message);
    messages[Number(x.trustee) - 1] = message;
    ceremony.messages.set(x.step, messages);
  },
  "credential-handed-out"(_, round, x, at) {
    inPhase(round, "open");
    const { cards, registrar } = secretOf(round);
    fresh(cards.has(x.commitment), "commitment", x.commitment);
    must(BigInt(cards.size) < mostCards(round), "wrong", { field: "commitment", value: String(cards.size + 1), expected: `≤ ${mostCards(round)}` });
    at.verify(registrar, `radslag/v1/handed-out\n${linesBefore(at.entry.text, "registrar")}`, x.registrar, "bad_attestation");
    cards.add(x.commitment);
  },
  "reserve-activated"(_, round, x, at) {
    inPhase(round, "open");
    at.contentIfThere("reason", x.content);
    for (const [name, number] of x.active) {
      const urn = get(secretOf(round).urns, "urn", name);
      must(number <= BigInt(urn.reserve) && number >= BigInt(urn.active), "wrong", { field: "active", value: String(number), expected: `${urn.active} … ${urn.reserve}` });
    }
    for (const [name, number] of x.active) secretOf(round).urns.get(name)!.active = Number(number);
  },
  "credential-blocked"(_, round, x, at) {
    inPhase(round, "open");
    at.contentIfThere("reason", x.content);
    for (const [urn, credential] of unused(round, x.credential)) urn.blocked.add(credential);
  },
  "envelope-accepted"(_, round, x) {
    inPhase(round, "open");
    const places = unused(round, x.credential);
    for (const [urn, credential] of places) must(isActive(urn, urn.places.get(credential)!), "unknown", { field: "credential", value: credential });
    for (const [urn, credential] of places) {
      urn.blocked.add(credential);
      urn.envelopes += 1;
    }
  },
  "secret-ballot"(_, round, x, at) {
    const { urns, cards, trackers, digests } = secretOf(round);
    const urn = get(urns, "urn", x.urn);
    const place = get(urn.places, "credential", x.credential);
    const paper = isPaper(urn, place);
    const counting = urn.shuffles.size > 0 || urn.decryptions.size > 0;
    must(round.phase === "open" || (paper && round.phase === "closed" && !counting), "not_now", { what: round.phase });
    must(paper || isActive(urn, place), "unknown", { field: "credential", value: x.credential });
    fresh(trackers.has(x.tracker), "tracker", x.tracker);
    fresh(digests.has(x.ballot), "ballot", x.ballot);
    must(!urn.blocked.has(x.credential), "ballot_other", { field: "credential" });
    const cast = urn.cast.get(x.credential) ?? 0;
    must(cast < (paper ? 1 : mostBallots), "wrong", { field: "ballot", value: String(cast + 1), expected: `≤ ${paper ? 1 : mostBallots}` });
    if (paper) must(urn.paper < urn.envelopes, "wrong", { field: "ballot", value: String(urn.paper + 1), expected: `≤ ${urn.envelopes}` });
    if (!paper && cast === 0) must(urn.cast.size - urn.paper < cards.size, "wrong", { field: "ballot", value: String(urn.cast.size - urn.paper + 1), expected: `≤ ${cards.size}` });
    if (paper) checkSeals(at, round.officers);
    else takesNoSeals(at.entry);
    const blob = at.blob(x.ballot);
    noteShown(round, at, blob, x.ballot);
    if (blob) checkBallotJson(urn, x, blob, at);
    trackers.add(x.tracker);
    digests.add(x.ballot);
    urn.cast.set(x.credential, cast + 1);
    urn.last.set(x.credential, x.ballot);
    urn.ballots += 1;
    urn.paper += paper ? 1 : 0;
    round.ballots += 1n;
    if (cast === 0) round.voters += 1n;
  },
  shuffle(_, round, x, at) {
    const urn = toCount(round, x, "shuffles", at);
    must(urn.mixnet && urn.decryptions.size === 0, "not_now", { what: "partial-decryption" });
    const shuffled = jsonOf(x.shuffle, at);
    parseJson(shuffled);
    urn.shuffled = shuffled;
    urn.shuffles.add(x.trustee);
  },
  "partial-decryption"(_, round, x, at) {
    const urn = toCount(round, x, "decryptions", at);
    must(!urn.mixnet || urn.shuffles.size >= shufflesNeeded(round.ceremony!), "not_now", { what: "shuffle" });
    must(urn.decryptions.size < needed(round.ceremony!), "not_now", { what: "tally" });
    const decryption = jsonOf(x.decryption, at);
    parseJson(decryption);
    urn.decryptions.set(x.trustee, decryption);
  },
};
