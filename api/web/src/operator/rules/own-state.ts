// How a lot of one's own is now: its look, its age, and whether somebody should see to it.

import { ageNow, freshnessNow } from '../../shared/truth/freshness.ts';
import { type Look, lookOf } from '../../shared/truth/look.ts';
import type { Availability } from '../../shared/wire/availability.ts';
import type { OwnLot } from '../../shared/wire/operator/own-lot.ts';
import type { Flag, Freshness } from '../../shared/wire/vocabulary.ts';

/** What a flag says of a count that is doubted; the others only describe it. */
const DOUBTS: ReadonlySet<Flag> = new Set<Flag>([
  'suspect', 'frozen', 'inverted', 'drifting', 'flapping', 'offline',
]);

export interface OwnState {
  lot: OwnLot;
  /** Null as long as the city has not said anything of it here. */
  availability: Availability | null;
  look: Look | null;
  freshness: Freshness;
  ageS: number | null;
  source: string | null;
  doubts: Flag[];
}

/** `sinceS` is city time since the availability was received. */
export function ownState(
  lot: OwnLot,
  availability: Availability | null,
  sinceS: number,
): OwnState {
  if (availability === null) {
    return {
      lot, availability: null, look: null, freshness: 'unknown', ageS: null, source: null,
      doubts: [],
    };
  }
  return {
    lot,
    availability,
    look: lookOf(availability, sinceS),
    freshness: freshnessNow(availability, sinceS),
    ageS: ageNow(availability, sinceS),
    source: availability.source,
    doubts: availability.flags.filter((flag) => DOUBTS.has(flag)),
  };
}

export function isOld({ availability, freshness }: OwnState): boolean {
  if (availability === null || availability.state === 'closed') return false;
  return freshness === 'stale' || freshness === 'unknown';
}

export function isClosed({ availability }: OwnState): boolean {
  return availability?.state === 'closed';
}

export function isInNeed(state: OwnState): boolean {
  return isOld(state) || (state.doubts.length > 0 && !isClosed(state));
}
