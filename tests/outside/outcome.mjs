// How the tests beside this file say their outcome; at the end of each: process.exit(result()).
let failed = 0;

/** `why`: what is wrong; empty for nothing. */
export function outcome(name, why) {
  if (why) failed += 1;
  console.log(why ? `not ok - ${name}: ${String(why).replaceAll("\n", " ")}` : `ok - ${name}`);
}
export const result = () => (failed > 0 ? 1 : 0);

/** A test that throws has failed, and the next ones go on. */
export async function test(name, act) {
  try {
    outcome(name, await act());
  } catch (error) {
    outcome(name, error.stack);
  }
}
