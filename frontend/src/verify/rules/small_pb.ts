// As much of a .pb file as the tests need: projects, envelope, ballots. Not what rules.md asks of an import.

import { type Candidate, type Election, electionOf, type Picks } from "./election.ts";

/** Cells between semicolons; quotes where a cell has one inside. */
function cells(line: string): string[] {
  const found: string[] = [];
  for (const [, quoted, plain] of line.matchAll(/(?:^|;)(?:"((?:[^"]|"")*)"|([^;]*))/g)) found.push((quoted?.replaceAll('""', '"') ?? plain ?? "").trim());
  return found;
}

type Row = Record<string, string>;

function sections(text: string): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  let rows: Row[] = [];
  let header: string[] | undefined;
  for (const line of text.replace(/^\ufeff/, "").split(/\r?\n/)) {
    const name = line.trim().toUpperCase();
    if (name === "META" || name === "PROJECTS" || name === "VOTES") {
      found.set(name, (rows = []));
      header = undefined;
    } else if (line !== "" && !header) header = cells(line);
    else if (line !== "") rows.push(Object.fromEntries(cells(line).map((cell, i) => [header![i] ?? "", cell])));
  }
  return found;
}

const listOf = (cell: string | undefined) => (cell === undefined || cell === "" || cell === "None" ? [] : cell.split(",").map((each) => each.trim()));

/** A project that is named twice counts once. */
function picksOf(row: Row, places: Map<string, number>): Picks {
  const points = listOf(row["points"]).map(Number);
  const worth = new Map<number, number>();
  for (const [i, id] of listOf(row["vote"]).entries()) {
    const place = places.get(id);
    if (place !== undefined && !worth.has(place)) worth.set(place, points[i] ?? 1);
  }
  const named = [...worth].sort(([a], [b]) => a - b);
  return { places: named.map(([place]) => place), worth: named.map(([, each]) => each) };
}

export interface Pb {
  meta: Map<string, string>;
  election: Election;
}

const withdrawnCost = 999_999_999n;

export function readPb(text: string): Pb {
  const read = sections(text);
  const meta = new Map(read.get("META")!.map(({ key, value }) => [key!, value!]));
  const projects = read.get("PROJECTS")!.map((row): Candidate => {
    const cost = BigInt(row["cost"]!.replace(/[.,]0*$/, ""));
    return { id: row["project_id"]!, cost, withdrawn: cost === withdrawnCost };
  });
  const places = new Map(projects.map(({ id }, place) => [id, place]));
  const ballots = read.get("VOTES")!.map((row) => picksOf(row, places));
  return { meta, election: electionOf(projects, BigInt(meta.get("budget")!), ballots) };
}
