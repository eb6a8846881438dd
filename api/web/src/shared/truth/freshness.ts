// How old a count is now and what that makes it worth. The server judges by the same thresholds;
// here they run on between two frames.

import type { Availability } from '../wire/availability.ts';
import { FRESHNESSES, type Freshness } from '../wire/vocabulary.ts';

const USUAL_TTL_S = 120;
const AGING_AT_LEAST_S = 300;
const STALE_AT_LEAST_S = 3600;

/** Age in seconds of city time; null where nothing is known. `sinceS` is city time since receipt. */
export function ageNow(availability: Availability, sinceS: number): number | null {
  return availability.ageS === null ? null : Math.max(0, availability.ageS + sinceS);
}

export function freshnessNow(availability: Availability, sinceS: number): Freshness {
  const ageS = ageNow(availability, sinceS);
  if (ageS === null) return 'unknown';
  return worse(availability.freshness, freshnessAt(ageS, ttlOf(availability)));
}

export function freshnessAt(ageS: number, ttlS: number): Freshness {
  if (ageS <= ttlS) return 'live';
  if (ageS <= Math.max(AGING_AT_LEAST_S, 2 * ttlS)) return 'aging';
  if (ageS <= Math.max(STALE_AT_LEAST_S, 6 * ttlS)) return 'stale';
  return 'unknown';
}

/** An answer that calls an old count live has a slow source: its age is the least its ttl can be. */
function ttlOf(availability: Availability): number {
  if (availability.ttlS !== null) return availability.ttlS;
  if (availability.freshness !== 'live') return USUAL_TTL_S;
  return Math.max(USUAL_TTL_S, availability.ageS ?? 0);
}

function worse(one: Freshness, other: Freshness): Freshness {
  return FRESHNESSES.indexOf(one) > FRESHNESSES.indexOf(other) ? one : other;
}
