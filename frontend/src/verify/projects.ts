// The conditions of FORMAT.md section 4.5.

import { checkAttestation, rollOf } from "./attestation.ts";
import { contentOf, type Definition } from "./contents.ts";
import { equals, must, Refusal } from "./finding.ts";
import { type At, fresh, get, type Town } from "./state.ts";
import type { Rules } from "./town.ts";

const mostProposals = 20; // of a person
const largestPicture = 1 << 20; // with its 32 random bytes

function checkPicture(digest: string, at: At): void {
  const blob = at.blob(digest);
  if (!blob) return at.absent(digest);
  const picture = contentOf(blob, digest);
  must(blob.length <= largestPicture && picture[0] === 0xff && picture[1] === 0xd8 && picture[2] === 0xff, "not_jpeg", { digest: digest.slice(0, 16) });
}

export const projects: Rules = {
  "call-opened"(town, x, at) {
    fresh(town.calls.has(x.call) || town.rounds.has(x.call) || town.initiatives.has(x.call), "call", x.call);
    get(town.dialogues, "dialogue", x.dialogue);
    must(x.closes > at.entry.hour, "wrong", { field: "closes", value: String(x.closes), expected: `> ${at.entry.hour}` });
    equals("currency", at.content("call", x.content).currency, town.currency);
    town.calls.set(x.call, { id: x.call, index: at.index, closes: x.closes, proposers: new Map() });
  },
  "project-proposed"(town, x, at) {
    const call = get(town.calls, "matter", x.matter);
    must(at.entry.hour < call.closes, "not_now", { what: "closes" });
    fresh(town.proposals.has(x.proposal), "proposal", x.proposal);
    if (call.roll !== undefined) {
      equals("roll", rollOf(x), call.roll);
      equals("edition", x.edition, call.edition!);
    }
    must((town.rounds.get(x.matter)?.phase ?? "begun") === "begun", "frozen");
    fresh(town.subjects.has(x.subject), "subject", x.subject);
    const proposed = call.proposers.get(x.pseudonym) ?? 0;
    must(proposed < mostProposals, "wrong", { field: "proposal", value: String(proposed + 1), expected: `≤ ${mostProposals}` });
    checkAttestation(town, x, x.edition, at);
    must(x.place === null || get(town.editions, "edition", x.edition).area.some(([area]) => area === x.place), "unknown", { field: "place", value: x.place ?? "" });
    at.contentIfThere("proposal", x.subject);
    call.proposers.set(x.pseudonym, proposed + 1);
    call.roll = rollOf(x);
    call.edition = x.edition;
    town.proposals.set(x.proposal, { id: x.proposal, call: x.matter, subject: x.subject, assessments: [] });
    town.subjects.add(x.subject);
    town.sealed.add(x.subject);
  },
  "project-assessed"(town, x, at) {
    const proposal = get(town.proposals, "proposal", x.proposal);
    must((town.rounds.get(proposal.call)?.phase ?? "begun") === "begun", "frozen");
    equals("version", x.version, BigInt(proposal.assessments.length + 1));
    if (x.into !== null) {
      const other = get(town.proposals, "into", x.into);
      const merged = other.assessments.at(-1)?.outcome === "merged";
      must(other !== proposal && other.call === proposal.call && !merged, "unknown", { field: "into", value: x.into });
    }
    const { alt } = at.content("project-assessment", x.content);
    must((alt !== undefined) === (x.picture !== null), "blob_content", { digest: x.content, field: "alt" });
    if (x.picture !== null) checkPicture(x.picture, at);
    if (x.outcome !== "unlawful") town.sealed.delete(proposal.subject);
    proposal.assessments.push({ index: at.index, outcome: x.outcome, cost: x.cost });
  },
};

/** A round with the id of a call has only its feasible proposals, at their cost. */
export function checkGrownFromCall(town: Town, round: string, definition: Definition, townSize: bigint): void {
  const call = town.calls.get(round);
  if (!call || BigInt(call.index) >= townSize) return;
  for (const { project, cost } of definition.project) {
    const proposal = town.proposals.get(project);
    const then = proposal?.call === round ? proposal.assessments.filter(({ index }) => BigInt(index) < townSize).at(-1) : undefined;
    if (then?.outcome !== "feasible") throw new Refusal("unknown", { field: "project", value: project });
    equals("cost", cost, then.cost);
  }
}
