// The city's clock as this page feels it: how many seconds of city time pass per second here.

import type { CityClockWord } from '../wire/frames.ts';

/** A manual clock stands still; a running one goes at its speed; a real one like ours. */
export function citySpeed(clock: CityClockWord | null): number {
  if (clock === null || clock.mode === 'real') return 1;
  return clock.mode === 'manual' ? 0 : clock.speed;
}
