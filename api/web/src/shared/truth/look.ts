// How a lot is drawn: one tone and one number for the pin, the dot and the list row alike, so
// that they can never disagree.

import type { Availability, Count } from '../wire/availability.ts';
import type { SpaceClass } from '../wire/vocabulary.ts';
import { freshnessNow } from './freshness.ts';

export type Tone = 'plenty' | 'few' | 'full' | 'closed' | 'stale' | 'unknown';

export interface Look {
  tone: Tone;
  /** Free spaces of the class asked for; null whenever no number may be shown. */
  free: number | null;
  capacity: number | null;
}

/** Below this share of free spaces a driver should hurry; with this many free, nobody need. */
const FEW_SHARE = 0.15;
const FEW_AT_MOST = 20;
const FEW_AT_LEAST = 3;

export function lookOf(
  availability: Availability,
  sinceS: number,
  spaceClass: SpaceClass | null = null,
): Look {
  const { free, capacity } = countOf(availability, spaceClass);
  if (availability.state === 'closed') return { tone: 'closed', free: null, capacity };
  const freshness = freshnessNow(availability, sinceS);
  if (freshness === 'stale') return { tone: 'stale', free: null, capacity };
  if (freshness === 'unknown' || free === null) return { tone: 'unknown', free: null, capacity };
  return { tone: toneOf(free, capacity), free, capacity };
}

function countOf(availability: Availability, spaceClass: SpaceClass | null): Count {
  if (spaceClass === null) return { free: availability.free, capacity: availability.capacity };
  return availability.byClass[spaceClass] ?? { free: null, capacity: null };
}

function toneOf(free: number, capacity: number | null): Tone {
  if (free <= 0) return 'full';
  const scarce = capacity === null ? FEW_AT_LEAST : FEW_SHARE * capacity;
  return free < Math.min(FEW_AT_MOST, Math.max(FEW_AT_LEAST, scarce)) ? 'few' : 'plenty';
}
