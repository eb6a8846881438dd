// The city's clock as this page feels it: its moments, and how fast they pass by ours.

import type { CityClockWord } from '../wire/frames.ts';

/** A manual clock stands still; a running one goes at its speed; a real one like ours. */
export function citySpeed(clock: CityClockWord | null): number {
  if (clock === null || clock.mode === 'real') return 1;
  return clock.mode === 'manual' ? 0 : clock.speed;
}

/** A moment with the offset of the zone it was told in. */
export interface CityMoment {
  utcMs: number;
  offsetMin: number;
}

/** A moment out of RFC 3339; null where it is none. */
export function readMoment(text: string | null): CityMoment | null {
  const utcMs = Date.parse(text ?? '');
  if (text === null || Number.isNaN(utcMs)) return null;
  const offset = /([+-])(\d\d):(\d\d)$/.exec(text);
  if (!offset) return { utcMs, offsetMin: 0 };
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  return { utcMs, offsetMin: offset[1] === '-' ? -minutes : minutes };
}
