// The registrar's word that one eligible person does this: FORMAT.md section 9.

import { leafHash, verifyInclusion } from "../record/merkle.ts";
import { linesBefore } from "./entry.ts";
import { equals, known, must } from "./finding.ts";
import { bytesOfHex } from "./hex.ts";
import { type At, get, type Town } from "./state.ts";
import type { Attestation } from "./statements.ts";

export const rollOf = ({ roll }: Attestation) => `${roll[0]} ${roll[1]}`;

export function checkAttestation(town: Town, x: Attestation, edition: string, at: At): void {
  const registrar = known(town.registrars.at(-1), "no_registrar");
  const { people, area } = get(town.editions, "edition", edition);
  equals("roll", x.roll[0], people);
  if (x.area !== null) must(x.assurance !== "email" && area.some(([id]) => id === x.area), "attestation_area", { area: x.area });
  const hour = at.entry.hour;
  must(hour === x.attested[0] || hour === x.attested[0] + 1n, "attestation_hour");
  if (x.member !== undefined) {
    const leaf = leafHash(bytesOfHex(x.pseudonym));
    const path = x.path.map(bytesOfHex);
    must(verifyInclusion(Number(x.member), Number(x.roll[0]), leaf, path, bytesOfHex(x.roll[1])), "bad_path");
  }
  at.verify(registrar.key, `radslag/v1/attestation\n${linesBefore(at.entry.text, "registrar")}`, x.registrar, "bad_attestation");
}
