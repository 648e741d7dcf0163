import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "../record/bytes.ts";
import { parseContent } from "./contents.ts";
import { parseEntry } from "./entry.ts";
import { Refusal } from "./finding.ts";
import { Sample } from "./samples.ts";
import * as values from "./values.ts";

const sample = new Sample();
const entries = [...sample.town.made, ...sample.round.made].map(({ entry }) => entry);

const refused = (entry: string | Uint8Array) => {
  assert.throws(() => parseEntry(typeof entry === "string" ? utf8(entry) : entry), Refusal, String(entry));
};

test("every kind of the sample is read", () => {
  const kinds = new Set(entries.map((entry) => parseEntry(utf8(entry)).statement.kind));
  assert.ok(kinds.size >= 18, String(kinds.size));
});

test("an entry has one encoding: the obvious other ones are refused", () => {
  for (const entry of entries) {
    refused(entry.slice(0, -1));
    refused(`${entry}\n`);
    refused(`${entry} `);
    refused(entry.replaceAll("\n", "\r\n"));
    refused(`\ufeff${entry}`);
    refused(entry.replace("hour ", "hour 0"));
    refused(entry.replace("hour ", "hour  "));
    refused(entry.replace("radslag/v1/", "radslag/v2/"));
    refused(`${entry}extra 1\n`);
    const lines = entry.split("\n");
    const swapped = [...lines];
    [swapped[2], swapped[3]] = [swapped[3]!, swapped[2]!];
    if (lines.length > 5) refused(swapped.join("\n"));
    refused([...lines.slice(0, 3), lines[2], ...lines.slice(3)].join("\n"));
  }
  const sealed = entries.find((entry) => entry.split("signed ").length === 3)!;
  const seals = sealed.split("\n").filter((line) => line.startsWith("signed "));
  refused(sealed.replace(`${seals[0]}\n${seals[1]}`, `${seals[1]}\n${seals[0]}`));
  refused(sealed.replace(seals[1]!, seals[0]!));
  refused(sealed.replace(/[a-f](?=[0-9a-f]*\n$)/, (digit) => digit.toUpperCase()));
  refused(Uint8Array.of(0x68, 0xff, 0x0a));
  refused("x".repeat(65_536));
});

test("the values of fields", () => {
  const cases: [values.Form<unknown>, string[], string[]][] = [
    [values.number, ["0", "7", "100000000000000000"], ["", "00", "01", "+1", "-1", "1.0", "1e3", "100000000000000001", "1000000000000000000", "٣"]],
    [values.id, ["a", "0", "a-b", "a".repeat(64)], ["", "-a", "A", "a_b", "a".repeat(65), "å"]],
    [values.date, ["1970-01-01", "2024-02-29", "9999-12-31"], ["1969-12-31", "2023-02-29", "2024-13-01", "2024-00-01", "2024-1-1", "2100-02-29"]],
    [values.projectId, ["P1", "~", "a+b"], ["", "a b", "a,b", "å", "x".repeat(65)]],
    [values.origin, ["a/b", "x"], ["", "a/", "a b", "a+b", "x".repeat(201)]],
    [values.site, ["https://a.se", "https://a.se:8443", "http://localhost:1", "http://127.0.0.1"], ["http://a.se", "https://A.se", "https://a.se/", "https://a.se:0", "https://a.se:65536", "https://-a"]],
    [values.roles, ["keeper", "officer,board", "keeper,officer,election-board,board,registrar,trustee"], ["", "board,officer", "keeper,keeper", "king"]],
    [values.text, ["a", "a\n\tb", "å", "a".repeat(20_000)], ["", " a", "a ", "a\n\t", "\n\ta", "a\tb", "a\u202eb", "a\u2028b", "\ufeffa", "a\u0085", "\ufdd0", "\u{1ffff}", "a".repeat(20_001), "å".repeat(10_001)]],
  ];
  for (const [form, good, bad] of cases) {
    for (const token of good) assert.notEqual(form(token), undefined, JSON.stringify(token.slice(0, 40)));
    for (const token of bad) assert.equal(form(token), undefined, JSON.stringify(token.slice(0, 40)));
  }
});

test("a definition that contradicts itself is refused", () => {
  const opened = sample.round.made[0]!.blobs[0]!;
  const text = new TextDecoder().decode(opened.slice(32));
  assert.equal(parseContent("round-definition", utf8(text)).project.length, 4);
  const wrong = [
    ["project p2", "project p1"], ["area norr\ntheme", "area soder\ntheme"], ["opens ", "opens 9"], ["ties min-cost,listing-order", "ties min-cost"],
    ["ties min-cost,listing-order", "ties listing-order,min-cost"], ["choices-min 0", "choices-min 5"], ["cost 300", "cost 0"], ["withdrawn no", "withdrawn false"],
    ["ballot clear/v1", "ballot open/v1"], ["\nproject p1", "\nurn u 600 -\nproject p1"],
  ] as const;
  for (const [from, to] of wrong) assert.throws(() => parseContent("round-definition", utf8(text.replace(from, to))), Refusal, to);
});
