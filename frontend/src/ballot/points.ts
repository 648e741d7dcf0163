// What a voter types as a project's points.

const most = 9999; // of what is typed: enough to say by how much it is too many

/** Whole points, 0 for nothing typed; undefined where it is no whole number. */
export function readPoints(typed: string): number | undefined {
  const digits = typed.trim();
  if (digits === "") return 0;
  return /^[0-9]+$/.test(digits) ? Math.min(Number(digits), most) : undefined;
}

/** One point more (1) or less (-1) than what is typed, from 0 to `max`; what is no number is put right to the lower end. */
export function stepped(typed: string, by: -1 | 1, max: number): number {
  const now = readPoints(typed);
  return now === undefined ? 0 : Math.max(0, Math.min(max, now + by));
}
