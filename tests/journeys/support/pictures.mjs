// Pictures of the pages that a story passes, for people to look at: in the folder that RADSLAG_PICTURES names, else none are made.

import { mkdirSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.RADSLAG_PICTURES;

/** Gives `shot(page, name)`: the whole page, wide and narrow, numbered in the story's order. */
export function album(story) {
  let number = 0;
  return async (page, name) => {
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    number += 1;
    const size = page.viewportSize();
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: join(folder, `${story}-${String(number).padStart(2, "0")}-${name}-${width}.png`), fullPage: true });
    }
    await page.setViewportSize(size);
  };
}
