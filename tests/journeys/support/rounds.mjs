// Rounds of the journeys' own, begun and opened by the officers' command lines.

import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";

const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const blobHead = 32; // random bytes before a blob's content

const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** Like a voting card, but on no roll. */
export const newCard = () => [5, 6, 5, 6].map((length) => Array.from({ length }, () => base58[randomInt(base58.length)]).join("")).join("-");

export const newCode = () => Array.from({ length: 20 }, () => alphabet[randomInt(alphabet.length)]).join("");

/** The open example round's definition, as it is frozen in the record. */
async function definitionOf(town, round) {
  const { frozen } = await town.json(`/rounds/${round}.json`);
  const { bytes } = await town.bytes(`/log/rounds/${round}/blob/${frozen.definition}`);
  return bytes.subarray(blobHead).toString("utf8");
}

export const begin = (town, id, dialogue) => town.round("begin", id, "--dialogue", dialogue, ...town.keys("valnamnd", 2));

/**
 * Opens a begun round with ballots in clear: the projects of another, but with a budget, a kind of ballot and a title of its own. Gives its
 * voting codes. Counted by greedy, where points are given by those.
 */
export async function open(town, id, { like, title, budgetMax, choicesMin = 0, choicesMax, rule = "approval", pointsMax = 0, placePoints = "-" }) {
  const definition = (await definitionOf(town, like))
    .replace(/^ballot .*$/m, "ballot clear/v1")
    .replace(/^urn .*\n/gm, "")
    .replace(/^title .*$/m, `title ${title}`)
    .replace(/^budget-max .*$/m, `budget-max ${budgetMax}`)
    .replace(/^rule .*$/m, `rule ${rule}`)
    .replace(/^choices-min .*$/m, `choices-min ${choicesMin}`)
    .replace(/^choices-max .*$/m, `choices-max ${choicesMax}`)
    .replace(/^points-max .*$/m, `points-max ${pointsMax}`)
    .replace(/^place-points .*$/m, `place-points ${placePoints}`)
    .replace(/^score .*$/m, `score ${rule === "approval" ? "votes" : "points"}`);
  const codes = Array.from({ length: 5 }, newCode);
  writeFileSync(town.file(`${id}.definition`), definition);
  writeFileSync(town.file(`${id}.codes`), codes.map((code) => `${code}\t${id}\n`).join(""));
  await town.round("open", id, "--definition", town.file(`${id}.definition`), "--codes", town.file(`${id}.codes`), ...town.keys("valnamnd", 2));
  return codes;
}
