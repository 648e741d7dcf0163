// Whose cosignatures count: c2sp.org/tlog-policy.

import { type CosignerKey, parseCosignerKey, parseVerifierKey, type VerifierKey } from "./note.ts";

interface Group {
  least: number;
  members: string[];
}

export interface Policy {
  logs: VerifierKey[];
  witnesses: Map<string, CosignerKey>; // by the policy's own name for them
  groups: Map<string, Group>;
  quorum: string; // a witness, a group or "none"
}

const most = { lines: 1_000, bytes: 65_536 };

/** Undefined for a policy that is not well formed: each name is defined once and before its use, a member stands at most once. */
export function parsePolicy(text: string): Policy | undefined {
  if (text.length > most.bytes) return undefined;
  const policy: Policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: "" };
  const used = new Set<string>();
  const isKnown = (name: string) => policy.witnesses.has(name) || policy.groups.has(name);
  for (const line of text.split("\n").slice(0, most.lines)) {
    const [word, ...rest] = line.replace(/#.*/, "").trim().split(/[ \t]+/);
    const [first = "", second = "", ...others] = rest;
    if (word === "") continue;
    if (word === "log") {
      const key = parseVerifierKey(first);
      if (!key || rest.length > 2) return undefined;
      policy.logs.push(key);
    } else if (word === "witness") {
      const key = parseCosignerKey(second);
      if (!key || isKnown(first) || first === "none" || others.length > 1) return undefined;
      policy.witnesses.set(first, key);
    } else if (word === "group") {
      const least = second === "any" ? 1 : second === "all" ? others.length : /^[1-9][0-9]*$/.test(second) ? Number(second) : 0;
      const sound = others.every((member) => isKnown(member) && !used.has(member)) && new Set(others).size === others.length;
      if (!sound || isKnown(first) || first === "none" || least < 1 || least > others.length) return undefined;
      for (const member of others) used.add(member);
      policy.groups.set(first, { least, members: others });
    } else if (word === "quorum") {
      if (policy.quorum !== "" || rest.length !== 1 || (first !== "none" && !isKnown(first))) return undefined;
      policy.quorum = first;
    } else {
      return undefined;
    }
  }
  return policy.quorum === "" ? undefined : policy;
}

/** Whether those who cosigned are enough. */
export function isQuorum(policy: Policy, cosigners: CosignerKey[], name = policy.quorum): boolean {
  if (name === "none") return true;
  const witness = policy.witnesses.get(name);
  if (witness) return cosigners.includes(witness);
  const group = policy.groups.get(name);
  return group !== undefined && group.members.filter((member) => isQuorum(policy, cosigners, member)).length >= group.least;
}

/** What an entry that announces witnesses gives: any `quorum` of them. */
export function policyOf(logs: VerifierKey[], witnesses: CosignerKey[], quorum: number): Policy {
  const named = new Map(witnesses.map((key) => [key.name, key]));
  if (quorum === 0) return { logs, witnesses: named, groups: new Map(), quorum: "none" };
  return { logs, witnesses: named, groups: new Map([["", { least: quorum, members: [...named.keys()] }]]), quorum: "" };
}
