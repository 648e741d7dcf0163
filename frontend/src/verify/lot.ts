// The lot that orders equals: FORMAT.md section 4.2, `lot-drawn`.

import { sha256 } from "@noble/hashes/sha2.js";
import { hex, utf8 } from "../record/bytes.ts";
import { linesBefore } from "./entry.ts";
import { must } from "./finding.ts";
import type { At, Round } from "./state.ts";
import type { Fields } from "./statements.ts";

/** What the definition's `lot-share` has of a share. */
export const commitmentOf = (share: string): string => hex(sha256(utf8(`radslag/v1/lot-share\n${share}\n`)));

/** `lines`: the statement's, from `origin` to the last `share`. */
export const seedOf = (lines: string): string => hex(sha256(utf8(`radslag/v1/lot\n${lines}`)));

export function drawLot(round: Round, x: Fields<"lot-drawn">, at: At): void {
  must(round.phase === "closed" || round.phase === "tallied", "not_now", { what: round.phase });
  must(round.definition!.ties.last === "lot", "not_now", { what: "ties" });
  must(round.lot === undefined, "repeated", { field: "lot-drawn", value: "" });
  const size = round.closedSize!;
  must(x.head[0] === size && x.head[1] === at.root(at.log, size), "lot_differs", { field: "head" });
  const committed = round.definition!["lot-share"];
  must(x.share.length === 0 || x.share.length === committed.length, "lot_differs", { field: "share" });
  for (const [number, share] of x.share) must(committed[Number(number) - 1] === commitmentOf(share), "lot_differs", { field: `share ${number}` });
  const lines = linesBefore(at.entry.text, "seed");
  must(x.seed === seedOf(lines.slice(lines.indexOf("\n") + 1)), "lot_differs", { field: "seed" });
  round.lot = x.share.length > 0 ? x.seed : null;
}
