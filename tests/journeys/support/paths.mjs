// Where things lie, and the packages that the front end has installed.

import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { catalogueOf } from "../../../frontend/catalogues.mjs";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
export const binaries = resolve(root, process.env.RADSLAG_BIN_DIR ?? "build/release/bin");
export const chromium = process.env.RADSLAG_CHROMIUM ?? "/usr/bin/chromium";

export const fromFrontend = createRequire(join(root, "frontend", "package.json"));

/** The texts of the pages, so that a journey looks for what the catalogue says, in either language. */
export const texts = (language) => catalogueOf(join(root, "frontend"), language);
