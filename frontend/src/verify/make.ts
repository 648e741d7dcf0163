// Writes a sample record, for tests and the bench: node make.mjs FILE [BALLOTS] [open|withheld|rotated|recovered]... Its key goes to FILE.vkey.

import { writeFileSync } from "node:fs";
import { Sample, tarOf } from "./samples.ts";

const [file = "sample.tar", ballots = "6", ...kinds] = process.argv.slice(2);
const sample = new Sample({ ballots: Number(ballots), open: kinds.includes("open") });
if (kinds.includes("withheld")) sample.withhold();
if (kinds.includes("rotated")) sample.rotate();
if (kinds.includes("recovered")) sample.recover(1);
writeFileSync(file, tarOf(sample.files()));
writeFileSync(`${file}.vkey`, `${sample.vkey}\n`);
