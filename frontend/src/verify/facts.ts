// What the replay says of the town, its rounds and initiatives, and what an audit by this program leaves open.

import { base64 } from "../record/bytes.ts";
import { vkeyText } from "../record/note.ts";
import type { Audit } from "./audit.ts";
import type { InitiativeReport, LogReport, Report, RoundReport } from "./report.ts";
import type { Initiative, Round } from "./state.ts";

type Facts = Pick<Report, "town" | "origin" | "demo" | "vkey" | "logs" | "rounds" | "initiatives">;

function roundFacts(round: Round): RoundReport {
  const votes = new Map(round.tally?.votes.map(([project, number]) => [project, number]));
  const outcomes = new Map(round.allocation?.step.map(([project, , , outcome]) => [project, outcome]));
  return {
    id: round.id,
    title: round.definition?.title ?? round.id,
    phase: round.decided ? "decided" : round.phase,
    secret: round.secret !== undefined,
    recounted: round.counted !== undefined,
    currency: round.definition?.currency ?? "",
    ballots: Number(round.ballots),
    voters: Number(round.voters),
    roll: Number(round.roll),
    late: round.late,
    decided: round.decided !== undefined,
    projects: (round.definition?.project ?? []).map(({ project, title, cost }) => ({
      id: project, title, cost: Number(cost), votes: Number(votes.get(project) ?? 0n), outcome: outcomes.get(project) ?? "",
    })),
    departures: (round.decided?.content.project ?? []).flatMap(({ project, outcome, reason }) =>
      reason === undefined ? [] : [{ project, funded: outcome === "funded", reason }]),
  };
}

function initiativeFacts(x: Initiative): InitiativeReport {
  const standing = [...x.signers].filter(([, state]) => state === "stands").map(([pseudonym]) => x.assurances.get(pseudonym));
  return {
    id: x.id, title: x.title, phase: x.phase, standing: standing.length, email: standing.filter((assurance) => assurance === "email").length,
    people: Number(x.people), threshold: Number(x.threshold),
  };
}

/** What no reading of the record can tell, or this program does not do. */
function leaveOpen(audit: Audit): void {
  const { town, open } = audit;
  const rounds = [...town.rounds.values()];
  for (const round of rounds) {
    if (round.phase === "open" && round.ballots > 0n) open.push({ key: "sealed_ballots", details: { round: round.id, ballots: Number(round.ballots) } });
    if (round.uncounted) open.push({ key: "uncounted", details: { round: round.id } });
    if (round.late > 0) open.push({ key: "late_ballots", details: { round: round.id, ballots: round.late } });
  }
  for (const round of rounds.filter(({ ceremony }) => ceremony !== undefined)) open.push({ key: "secret_proofs", details: { round: round.id } });
  if (town.initiatives.size > 0 || town.proposals.size > 0) open.push({ key: "registrar", details: {} });
  const byEmail = [...town.initiatives.values()].reduce((sum, x) => sum + initiativeFacts(x).email, 0);
  if (byEmail > 0) open.push({ key: "by_email", details: { signatures: byEmail } });
  open.push({ key: "newest", details: {} });
}

export function factsOf(audit: Audit): Facts {
  const { town } = audit;
  const logs = [...audit.logs.values()].map((log): LogReport => {
    const { name, claimed, intact, judged, cosigned } = log;
    const report = { name, origin: claimed.origin, size: claimed.size, root: base64(claimed.root), intact, judged };
    return cosigned ? { ...report, cosigned } : report;
  });
  if (logs.length > 0) leaveOpen(audit);
  return {
    town: town.name,
    origin: town.origin || (audit.vkey?.name ?? ""),
    demo: town.demo,
    vkey: audit.vkey ? vkeyText(audit.vkey) : "",
    logs,
    rounds: [...town.rounds.values()].map(roundFacts),
    initiatives: [...town.initiatives.values()].map(initiativeFacts),
  };
}
