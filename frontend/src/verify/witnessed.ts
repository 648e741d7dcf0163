// Who cosigned the logs' heads, and whether that is the quorum.

import { equal } from "../record/bytes.ts";
import { cosignaturesOf, type CosignerKey, vkeyText } from "../record/note.ts";
import { isQuorum, parsePolicy, policyOf, type Policy } from "../record/policy.ts";
import type { Audit, Log } from "./audit.ts";
import { decodeText } from "./entry.ts";
import { must, Refusal } from "./finding.ts";
import { claimOf, isLost } from "./papers.ts";

const skew = 900; // seconds that clocks may differ
const hour = 3_600;

interface Place {
  log: string;
  file: string;
}

/** Runs a judgement; what it refuses is a finding there. False where it was refused. */
function attempt(audit: Audit, place: Place, judge: () => void): boolean {
  try {
    judge();
    return true;
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    audit.find({ ...place, reason: reason.reason, details: reason.details });
    return false;
  }
}

/** The newest head that is said to have the quorum: of this log and this tree. False for one of an end that was lost. */
function isOfTree(audit: Audit, log: Log, note: string): boolean {
  const claim = claimOf(audit, note);
  if (claim === "unknown" || claim === "unsigned" || claim.log !== log) throw new Refusal("bad_witnessed");
  if (isLost(audit, claim)) return false;
  const root = log.readable ? log.tree.root(claim.checkpoint.size) : undefined;
  if (log.readable) must(root !== undefined && equal(root, claim.checkpoint.root), "bad_witnessed");
  return true;
}

/** Those who cosigned a note. Each signature that claims to be a known witness's must be one, of a time that can be. */
function judgeCosigners(audit: Audit, note: string, policy: Policy, newest: bigint): { keys: CosignerKey[]; seconds: number } {
  const cosignatures = cosignaturesOf(note, [...policy.witnesses.values()]);
  if (!cosignatures) throw new Refusal("bad_note");
  const now = audit.options.now ?? Date.now() / 1000;
  for (const { key, seconds } of cosignatures) {
    must(seconds <= now + skew, "witness_ahead", { name: key.name });
    must(BigInt(seconds + skew) >= newest * BigInt(hour), "witness_behind", { name: key.name });
  }
  return { keys: cosignatures.map(({ key }) => key), seconds: Math.max(0, ...cosignatures.map((each) => each.seconds)) };
}

/** Whether the log has a head with the quorum. */
async function judgeLog(audit: Audit, log: Log, policy: Policy): Promise<boolean> {
  let isFinal = false;
  const note = (what: string, text: string, newest: bigint) =>
    attempt(audit, { log: log.name, file: `${log.name}/${what}` }, () => {
      const { keys, seconds } = judgeCosigners(audit, text, policy, newest);
      if (isQuorum(policy, keys) && !isFinal) {
        isFinal = true;
        log.cosigned = { count: keys.length, known: policy.witnesses.size, seconds };
      }
    });
  note("checkpoint", log.note, log.judged ? log.lastHour : 0n);
  const bytes = await audit.source.read(`${log.name}/witnessed`);
  if (!bytes) return isFinal;
  const file = `${log.name}/witnessed`;
  let counts = false;
  attempt(audit, { log: log.name, file }, () => {
    counts = isOfTree(audit, log, decodeText(bytes));
  });
  if (counts) note("witnessed", decodeText(bytes), 0n);
  return isFinal;
}

/** Whether the file `policy`, which proves nothing, says what the record announces. */
function isAnnounced(audit: Audit, text: string): boolean {
  const policy = parsePolicy(text);
  if (!policy) return false;
  const keys = (all: CosignerKey[]) => all.map(({ name, id }) => `${name} ${id}`).sort().join();
  const quorum = Number(audit.town.witnesses?.quorum ?? 0n);
  const least = policy.quorum === "none" ? 0 : (policy.groups.get(policy.quorum)?.least ?? 1);
  const logKeys = [...audit.logs.keys()].flatMap((name) =>
    (audit.town.identities.get(name) ?? []).map((identity) => vkeyText(audit.keyOf(name, identity))));
  const ours = policy.logs.every((key) => logKeys.includes(vkeyText(key)));
  return ours && keys([...policy.witnesses.values()]) === keys(audit.witnesses) && least === quorum;
}

export async function judgeWitnesses(audit: Audit, expect: (file: string) => void): Promise<void> {
  const own = audit.options.policy;
  const policy = own ?? policyOf([], audit.witnesses, Number(audit.town.witnesses?.quorum ?? 0n));
  for (const log of audit.logs.values()) {
    expect(`${log.name}/witnessed`);
    if (policy.quorum === "none") continue;
    const isFinal = await judgeLog(audit, log, policy);
    if (isFinal) continue;
    if (own && log.name === "town") audit.find({ log: log.name, file: `${log.name}/checkpoint`, reason: "not_witnessed" });
    else audit.open.push({ key: "not_witnessed", details: { log: log.name } });
  }
  if (policy.quorum === "none") audit.open.push({ key: "no_witnesses", details: {} });
  else if (!own) audit.open.push({ key: "own_witnesses", details: {} });
  expect("policy");
  const bytes = await audit.source.read("policy");
  if (bytes && audit.logs.get("town")?.judged && !isAnnounced(audit, new TextDecoder().decode(bytes))) audit.open.push({ key: "policy_differs", details: {} });
}
