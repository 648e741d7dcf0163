// Writes a sample record, for tests and the bench: node make.mjs FILE [BALLOTS] [open|withheld|rotated|recovered|shares|points|lot]... Its key goes to FILE.vkey.

import { writeFileSync } from "node:fs";
import { planOf, sampleRounds } from "./sample_rounds.ts";
import { Sample, tarOf } from "./samples.ts";

const [file = "sample.tar", ballots = "6", ...kinds] = process.argv.slice(2);
const sample = new Sample({ ballots: Number(ballots), open: kinds.includes("open"), plan: planOf(sampleRounds.find((kind) => kinds.includes(kind)) ?? "plain") });
if (kinds.includes("withheld")) sample.withhold();
if (kinds.includes("rotated")) sample.rotate();
if (kinds.includes("recovered")) sample.recover(1);
writeFileSync(file, tarOf(sample.files()));
writeFileSync(`${file}.vkey`, `${sample.vkey}\n`);
