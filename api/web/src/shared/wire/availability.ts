// The availability object as it comes over the wire, read into our shape. No clock, no judgement.

import { fieldsOf, numberOf, readAll, textOf, wordOf } from './read.ts';
import { FLAGS, FRESHNESSES, KINDS, SPACE_CLASSES, STATES, TRENDS } from './vocabulary.ts';
import type { Flag, Freshness, LotState, SpaceClass, Trend, ValueKind } from './vocabulary.ts';

export interface Count {
  free: number | null;
  capacity: number | null;
}

export interface Availability extends Count {
  state: LotState;
  low: number | null;
  high: number | null;
  kind: ValueKind;
  freshness: Freshness;
  trend: Trend;
  observedAt: string | null;
  /** Seconds of city time since the count was last known to hold, when the answer was made. */
  ageS: number | null;
  /** How long this lot's source may be silent before its count is no longer live. */
  ttlS: number | null;
  /** Which feed it is from; null where nobody counted. */
  source: string | null;
  flags: Flag[];
  byClass: Partial<Record<SpaceClass, Count>>;
  lastKnown: { free: number | null; observedAt: string | null } | null;
}

export const NOTHING_KNOWN: Availability = {
  state: 'unknown', free: null, capacity: null, low: null, high: null, kind: 'unknown',
  freshness: 'unknown', trend: 'unknown', observedAt: null, ageS: null, ttlS: null, source: null,
  flags: [], byClass: {}, lastKnown: null,
};

/** The time to live stands beside the object, not in it: it is the source's, not the count's. */
export function readAvailability(value: unknown, ttlS: number | null): Availability {
  const fields = fieldsOf(value);
  if (!fields) return { ...NOTHING_KNOWN, ttlS };
  const last = fieldsOf(fields['last_known']);
  return {
    state: wordOf(fields['state'], STATES, 'unknown'),
    free: numberOf(fields['free']),
    capacity: numberOf(fields['capacity']),
    low: numberOf(fields['low']),
    high: numberOf(fields['high']),
    kind: wordOf(fields['kind'], KINDS, 'unknown'),
    freshness: wordOf(fields['freshness'], FRESHNESSES, 'unknown'),
    trend: wordOf(fields['trend'], TRENDS, 'unknown'),
    observedAt: textOf(fields['observed_at']),
    ageS: numberOf(fields['age_s']),
    ttlS,
    source: textOf(fields['source']),
    flags: readAll(fields['flags'], (flag) => FLAGS.find((known) => known === flag) ?? null),
    byClass: readClasses(fields['by_class']),
    lastKnown: last && { free: numberOf(last['free']), observedAt: textOf(last['observed_at']) },
  };
}

function readClasses(value: unknown): Availability['byClass'] {
  const fields = fieldsOf(value) ?? {};
  const byClass: Availability['byClass'] = {};
  for (const name of SPACE_CLASSES) {
    const count = fieldsOf(fields[name]);
    if (count) {
      byClass[name] = { free: numberOf(count['free']), capacity: numberOf(count['capacity']) };
    }
  }
  return byClass;
}
