// What a mixnet urn holds: the last shuffle's ciphertexts, opened with the trustees' partial decryptions, and which of that are ballots.

import type { Election } from "../voting/election.ts";
import { list, members } from "../voting/json.ts";
import type { MixnetQuestion } from "../voting/question.ts";
import { flawOf, picksOf } from "./choices.ts";
import type { Content, Definition } from "./contents.ts";
import { type Decryption, numbersIn, openAll } from "./decryption.ts";
import type { Picks } from "./rules/election.ts";

export interface Opened {
  ballots: Picks[]; // those that count, in places of the urn's projects
  invalid: Content<"tally">["invalid"];
}

/** Throws where the JSON is not what it should be. */
export function decrypt({ group, questions }: Election, shuffle: string, decryptions: [trustee: number, json: string][], threshold: number): number[][] {
  const { numbers } = questions[0] as MixnetQuestion;
  const only = (json: string, field: string) => list(list(members(JSON.parse(json))[field])[0]);
  const factors = decryptions.map(([trustee, json]): Decryption => [trustee, only(json, "decryption_factors")]);
  return openAll(group, only(shuffle, "ciphertexts"), factors, threshold).map((element) => numbersIn(group, element, numbers));
}

interface Marks {
  places: number[];
  points: number[];
}

/** What stands in the numbers; undefined where that is no ballot. */
function marksIn({ encoding, choices }: MixnetQuestion, numbers: number[]): Marks | undefined {
  const places: number[] = [];
  const points: number[] = [];
  if (encoding === "approval") {
    for (let place = 0; place < 8 * numbers.length; place += 1) if ((numbers[place >> 3]! >> (place & 7)) & 1) places.push(place);
  } else {
    const width = encoding === "points" ? 2 : 1;
    let end = 0;
    for (; end < numbers.length && numbers[end] !== 0; end += width) {
      places.push(numbers[end]! - 1);
      if (width === 2) points.push(numbers[end + 1]!);
    }
    if (numbers.slice(end).some((number) => number !== 0)) return undefined;
    if (encoding === "points" && (points.includes(0) || places.some((place, i) => i > 0 && place <= places[i - 1]!))) return undefined;
  }
  return places.every((place) => place < choices.length) && new Set(places).size === places.length ? { places, points } : undefined;
}

/** `projects`: the places in the definition of what the urn's question offers. */
export function judgeNumbers(definition: Definition, urn: string, projects: number[], question: MixnetQuestion, all: number[][]): Opened {
  const opened: Opened = { ballots: [], invalid: [] };
  for (const [at, numbers] of all.entries()) {
    const marks = marksIn(question, numbers);
    const flaw = marks ? flawOf(definition, BigInt(question.max), marks.places.map((place) => projects[place]!), marks.points) : "undefined-bit";
    if (flaw) opened.invalid.push([urn, BigInt(at), flaw]);
    else opened.ballots.push(picksOf(definition, marks!.places, marks!.points));
  }
  return opened;
}
