// A test: every message that is used exists in every catalogue with the same parameters, none is unused, and no template has text of its own.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { IntlMessageFormat } from "intl-messageformat";
import { catalogueOf, languagesOf, sectionFiles } from "./catalogues.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);

function sources(folder, ending) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true }).filter((name) => ending.test(name) && !name.includes(".test."));
  return names.map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
}

const languages = languagesOf(here);
/** What each section file of a language has, and all of them as one. */
const files = Object.fromEntries(languages.map((language) => [language, sectionFiles(here, language)]));
const catalogues = Object.fromEntries(languages.map((language) => [language, catalogueOf(here, language)]));
const templates = [...sources(join(here, "templates"), /\.mustache$/), ...sources(join(here, "src"), /\.mustache$/)];
const scripts = sources(join(here, "src"), /\.ts$/);
/** Programs speak English on the command line, and name files with dots. */
const server = sources(join(root, "server"), /\.[ch]pp$/).filter(({ name }) => !name.startsWith("programs/"));

const sections = new Set(Object.keys(catalogues.sv).map((key) => key.split(".")[0]));
const keyLiteral = /["`]([a-z_]+)\.([a-z_-]*)(?:"|`|\$\{)/g;

/** Keys that a template names, and literals in code: "section.name", or the beginning of a family, which ends in a dot or underscore. */
const fromTemplates = templates.flatMap(({ name, text }) => [...text.matchAll(/\{\{[#^/]?t\.([a-z_]+\.[a-z_-]+)\}\}/g)].map((match) => ({ key: match[1], where: name })));
const fromCode = [...scripts, ...server].flatMap(({ name, text }) =>
  [...text.matchAll(keyLiteral)].filter((match) => sections.has(match[1])).map((match) => ({ key: `${match[1]}.${match[2]}`, where: name })));
const isFamily = ({ key }) => /[._]$/.test(key);
const families = fromCode.filter(isFamily).map(({ key }) => key);
const used = [...fromTemplates, ...fromCode.filter((use) => !isFamily(use))];

/** The parameters of a message and what each must be: {count: "plural"}. */
function parameters(message) {
  const found = new Map();
  const visit = (parts) => {
    for (const part of parts) {
      if (part.value !== undefined && part.type !== 0) found.set(part.value, kinds[part.type] ?? "text");
      for (const option of Object.values(part.options ?? {})) visit(option.value);
    }
  };
  visit(new IntlMessageFormat(message, "en").getAst());
  return Object.fromEntries([...found].sort());
}
const kinds = { 2: "number", 3: "date", 4: "time", 5: "choice of a word", 6: "number" };

test("the catalogues have the same files and keys, in the same order, all with text", () => {
  for (const language of languages) {
    assert.deepEqual(Object.keys(files[language]), Object.keys(files.sv), language);
    for (const [name, file] of Object.entries(files[language])) assert.deepEqual(Object.keys(file), Object.keys(files.sv[name]), `${language}/${name}`);
    for (const [key, message] of Object.entries(catalogues[language])) assert.ok(message.trim() === message && message !== "", `${language} ${key}`);
  }
});

test("keys have the form section.name", () => {
  for (const key of Object.keys(catalogues.sv)) assert.match(key, /^[a-z_]+\.[a-z][a-z0-9_-]*$/);
});

test("a message takes the same parameters in every language", () => {
  for (const [key, message] of Object.entries(catalogues.sv)) {
    for (const language of languages) assert.deepEqual(parameters(catalogues[language][key]), parameters(message), `${language} ${key}`);
  }
});

test("every message that is used exists", () => {
  const missing = used.filter(({ key }) => !(key in catalogues.sv)).map(({ key, where }) => `${key} in ${where}`);
  assert.deepEqual(missing, []);
});

test("templates use only messages without parameters", () => {
  const wrong = fromTemplates.filter(({ key }) => Object.keys(parameters(catalogues.sv[key] ?? "")).length > 0);
  assert.deepEqual(wrong, []);
});

test("every error has a message and says what to do", () => {
  const names = [...readFileSync(join(root, "ledger", "result.cpp"), "utf8").matchAll(/return "([a-z-]+)";/g)].map((match) => match[1]);
  assert.ok(names.length > 20);
  const missing = names.filter((name) => name !== "unknown" && !(`error.${name}` in catalogues.sv && `error.${name}_todo` in catalogues.sv));
  assert.deepEqual(missing, []);
});

test("no message is unused", { skip: server.length === 0 ? "SKIPPED: server is not here" : false }, () => {
  const keys = new Set(used.map(({ key }) => key));
  const unused = Object.keys(catalogues.sv).filter((key) => !keys.has(key) && !families.some((family) => key.startsWith(family)));
  assert.deepEqual(unused, []);
});

test("templates have no text of their own", () => {
  const found = templates.flatMap(({ name, text }) => {
    const bare = text.replace(/\{\{\{?[^}]*\}?\}\}/g, "");
    const spoken = [...bare.matchAll(/\b(?:title|alt|aria-label|placeholder)="([^"]*)"/g)].map((match) => match[1]);
    const between = bare.replace(/<!doctype html>/i, "").replace(/<[^>]*>/g, "\n").replace(/&[a-z]+;/g, "").split("\n");
    return [...spoken, ...between].filter((piece) => /\p{L}/u.test(piece)).map((piece) => `${name}: ${piece.trim()}`);
  });
  assert.deepEqual(found, []);
});
