// The message catalogues as the server reads them: locales/<language>/*.json, the files of a language merged.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Language codes, sorted. `root`: the folder with locales/ in it. */
export function languagesOf(root) {
  const folders = readdirSync(join(root, "locales"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map((entry) => entry.name).sort();
}

/** {"common.json": {key: message}} */
export function sectionFiles(root, language) {
  const folder = join(root, "locales", language);
  const names = readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
  return Object.fromEntries(names.map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8"))]));
}

/** {key: message} of all files. A key in two of them is an error. */
export function catalogueOf(root, language) {
  const catalogue = {};
  const from = {};
  for (const [name, file] of Object.entries(sectionFiles(root, language))) {
    for (const [key, message] of Object.entries(file)) {
      if (key in from) throw new Error(`${key} is in ${language}/${from[key]} and in ${language}/${name}`);
      from[key] = name;
      catalogue[key] = message;
    }
  }
  return catalogue;
}
