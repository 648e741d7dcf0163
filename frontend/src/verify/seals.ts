// Who sealed an entry: FORMAT.md section 5.

import type { Entry } from "./entry.ts";
import { must, Refusal } from "./finding.ts";
import type { At, Officer } from "./state.ts";
import { offices } from "./statements.ts";

const short = (key: string) => key.slice(0, 16);

/** `officers`: those that stand in this log. The signatures are verified with others, later. */
export function checkSeals(at: At, officers: Map<string, Officer>): void {
  const { seals, statement, text } = at.entry;
  const office = offices[statement.kind];
  if (!office) return must(seals.length === 0, "no_seals", { kind: statement.kind });
  const [role, needed] = office;
  for (const seal of seals) {
    const officer = officers.get(seal.key);
    if (!officer) throw new Refusal("seal_unknown", { key: short(seal.key) });
    must(officer.ended === undefined, "seal_ended", { key: short(seal.key), name: officer.name });
    must(officer.roles.includes(role), "seal_role", { key: short(seal.key), name: officer.name, role });
    at.verify(seal.key, text, seal.signature, "bad_seal", { key: short(seal.key), name: officer.name });
  }
  must(seals.length >= needed, "too_few_seals", { role, needed, have: seals.length });
}

export const takesNoSeals = (entry: Entry) => must(entry.seals.length === 0, "no_seals", { kind: entry.statement.kind });

/** The officers as they stood when the town log had `size` entries. */
export function officersAt(officers: Map<string, Officer>, size: bigint): Map<string, Officer> {
  const then = new Map<string, Officer>();
  for (const officer of officers.values()) {
    if (BigInt(officer.announced) >= size) continue;
    const { ended, ...rest } = officer;
    then.set(officer.key, ended !== undefined && BigInt(ended) < size ? officer : rest);
  }
  return then;
}
