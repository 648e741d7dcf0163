// A visitor without a mouse.

import assert from "node:assert/strict";

const enough = 200; // presses before the visitor gives up

/** Presses Tab until the focus is on `locator`; each stop on the way, and the goal, must show where the focus is. */
export async function tabTo(page, locator) {
  const goal = await locator.elementHandle();
  for (let presses = 0; presses < enough; ++presses) {
    await page.keyboard.press("Tab");
    const { there, visible, what } = await page.evaluate(focused, goal);
    assert.ok(visible, `the focus cannot be seen on ${what}`);
    if (there) return;
  }
  assert.fail(`${await locator.evaluate((element) => element.outerHTML.slice(0, 120))} is not reached by Tab`);
}

function focused(goal) {
  const element = document.activeElement;
  if (!element || element === document.body) return { there: false, visible: true, what: "nothing" };
  const marked = [element, element.parentElement].some((each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
  const box = element.getBoundingClientRect();
  const inView = box.bottom > 0 && box.top < innerHeight;
  return { there: element === goal, visible: marked && inView, what: element.outerHTML.slice(0, 120) };
}

export async function press(page, locator, key = "Enter") {
  await tabTo(page, locator);
  await page.keyboard.press(key);
}
