// The time that figures are of, the hours a map can be played through, and how finely a curve is
// told. Milliseconds since 1970 UTC; the city's time, not this device's.

import { type CityMoment, readMoment } from '../../shared/truth/city-clock.ts';
import { rfc3339 } from '../../shared/truth/wall-time.ts';
import type { SeriesStep } from '../../shared/wire/planner/curve.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const PLAYED_MS = 7 * DAY_MS;
export const LAST_DAYS = [1, 7, 28, 90] as const;
export const USUAL_DAYS = 7;

export type Span = { lastDays: number } | { from: CityMoment; to: CityMoment };

export interface TimeQuery {
  from: string;
  to: string;
}

/**
 * The time as it is asked for. The last days end with the last full hour: vehicles are kept by the
 * hour, so a time that cuts one has no figures of them.
 */
export function queryOf(span: Span, fullHour: CityMoment): TimeQuery {
  if (!('lastDays' in span)) return { from: momentText(span.from), to: momentText(span.to) };
  const fromMs = fullHour.utcMs - span.lastDays * DAY_MS;
  return { from: rfc3339(fromMs, fullHour.offsetMin), to: momentText(fullHour) };
}

/** One hour of it. */
export function hourQuery(hourMs: number, offsetMin: number): TimeQuery {
  return { from: rfc3339(hourMs, offsetMin), to: rfc3339(hourMs + HOUR_MS, offsetMin) };
}

/** When each full hour began of the last week of a time, in order. */
export function hoursToPlay(from: CityMoment, to: CityMoment): number[] {
  const first = Math.max(from.utcMs, to.utcMs - PLAYED_MS);
  const begin = Math.ceil(first / HOUR_MS) * HOUR_MS;
  const count = Math.max(0, Math.floor((to.utcMs - begin) / HOUR_MS));
  return Array.from({ length: count }, (_, at) => begin + at * HOUR_MS);
}

export function stepFor(from: CityMoment, to: CityMoment): SeriesStep {
  const days = (to.utcMs - from.utcMs) / DAY_MS;
  return days <= 2 ? '15m' : days <= 31 ? '1h' : '1d';
}

export function momentText({ utcMs, offsetMin }: CityMoment): string {
  return rfc3339(utcMs, offsetMin);
}

/** A span out of a link: a number of days, or two moments; null where it is neither. */
export function readSpan(last: string | null, from: string | null, to: string | null): Span | null {
  const [begin, end] = [readMoment(from), readMoment(to)];
  if (begin && end && begin.utcMs < end.utcMs) return { from: begin, to: end };
  const lastDays = LAST_DAYS.find((days) => String(days) === last);
  return lastDays === undefined ? null : { lastDays };
}
