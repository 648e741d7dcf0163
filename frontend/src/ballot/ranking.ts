// The order of a voter's ranking: ids of projects, the best first. Where there are several urns each has a ranking of its own within it.

/** What stands in one urn's ranking. */
export type Within = (id: string) => boolean;

/** With `id` one place up (-1) or down (1) in its own ranking; the same order where it is first or last already. */
export function moved(order: readonly string[], id: string, by: -1 | 1, within: Within): string[] {
  const mine = order.filter(within);
  const neighbour = mine[mine.indexOf(id) + by];
  if (!mine.includes(id) || neighbour === undefined) return [...order];
  return order.map((each) => (each === id ? neighbour : each === neighbour ? id : each));
}

/** With `id` chosen, which puts it last, or not. */
export function marked(order: readonly string[], id: string, chosen: boolean): string[] {
  if (chosen) return order.includes(id) ? [...order] : [...order, id];
  return order.filter((each) => each !== id);
}

/** From 0; -1: not ranked. */
export const placeOf = (order: readonly string[], id: string, within: Within): number => order.filter(within).indexOf(id);
