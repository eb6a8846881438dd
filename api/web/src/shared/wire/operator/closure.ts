// A closure that stands, as the lot's closures list it.

import { type CityMoment, readMoment } from '../../truth/city-clock.ts';
import { fieldsOf, readAll, textOf } from '../read.ts';

export interface Closure {
  closureId: string;
  from: CityMoment;
  /** Null where it lasts until somebody takes it back. */
  to: CityMoment | null;
  reason: string | null;
}

/** Whether it still keeps cars out, or will. */
export function isStanding({ to }: Closure, nowMs: number): boolean {
  return to === null || to.utcMs > nowMs;
}

export function readClosures(answer: unknown): Closure[] {
  return readAll(fieldsOf(answer)?.['closures'], (value) => {
    const fields = fieldsOf(value);
    const closureId = textOf(fields?.['closure_id']);
    const from = readMoment(textOf(fields?.['from']));
    if (!fields || closureId === null || from === null) return null;
    const to = readMoment(textOf(fields['to']));
    return { closureId, from, to, reason: textOf(fields['reason']) };
  });
}
