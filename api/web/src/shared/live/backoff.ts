// How long to wait before trying again: grows, has a ceiling, and is drawn at random so that
// ten thousand pages do not come back in the same second.

const FIRST_MS = 800;
const LONGEST_MS = 20_000;
const SHORTEST_MS = 200;

/** `luck` is a number from 0 to 1. */
export function waitMs(failures: number, luck: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return SHORTEST_MS + luck * (ceiling - SHORTEST_MS);
}
