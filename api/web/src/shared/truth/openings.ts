// When to ask for shared spaces, and which stay fits the hours that are told. No I/O, no clock.

import { roundedUp } from './wall-time.ts';

/** Milliseconds since 1970 UTC. */
export interface Span {
  fromMs: number;
  toMs: number;
}

/** When one may stay, and when cars may come and go meanwhile. */
export interface Hours {
  stay: Span;
  movement: Span[];
}

const MINUTE_MS = 60_000;
export const STEP_MIN = 5;
const SHORT_MS = 15 * MINUTE_MS;
const AHEAD_H = [3, 6, 9, 12, 15, 18, 21];

/** The stay one would like, from now on. */
export function stayFrom(nowMs: number, stayMin: number): Span {
  const fromMs = roundedUp(nowMs, STEP_MIN);
  return { fromMs, toMs: fromMs + stayMin * MINUTE_MS };
}

/** What to ask in turn until something is open: the stay, a short one, short ones later on. */
export function probes(nowMs: number, stayMin: number): Span[] {
  const { fromMs, toMs } = stayFrom(nowMs, stayMin);
  const later = AHEAD_H.map((hours) => fromMs + hours * 60 * MINUTE_MS);
  return [
    { fromMs, toMs },
    ...[fromMs, ...later].map((start) => ({ fromMs: start, toMs: start + SHORT_MS })),
  ];
}

/** The first stay of about that length that these hours allow; null where none does. */
export function fitted(hours: Hours[], earliestMs: number, stayMs: number): Span | null {
  for (const { stay, movement } of hours) {
    const inOrder = movement.toSorted((one, other) => one.fromMs - other.fromMs);
    for (const coming of inOrder) {
      const fromMs = Math.max(earliestMs, coming.fromMs);
      if (fromMs + SHORT_MS > coming.toMs) continue;
      const toMs = leaving(inOrder, fromMs, Math.min(fromMs + stayMs, stay.toMs));
      if (toMs !== null) return { fromMs, toMs };
    }
  }
  return null;
}

/** When to leave: as wanted, or the last moment before it when cars may, or the first after it. */
function leaving(movement: Span[], fromMs: number, wantedMs: number): number | null {
  const open = movement.filter((span) => span.toMs > fromMs);
  if (open.some((span) => span.fromMs <= wantedMs && wantedMs <= span.toMs)) return wantedMs;
  const before = open.findLast((span) => span.toMs <= wantedMs);
  return before?.toMs ?? open.find((span) => span.fromMs > wantedMs)?.fromMs ?? null;
}
