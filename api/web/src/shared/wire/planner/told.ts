// What every planner's answer tells of itself: the time as it was used, its coverage, its notes.

import { type CityMoment, readMoment } from '../../truth/city-clock.ts';
import { fieldsOf, numberOf, readAll, textOf } from '../read.ts';

export interface Told {
  from: CityMoment;
  to: CityMoment;
  /** IANA name of the zone that its moments are told in. */
  zone: string;
  /** Share of the open space-hours that is known, 0 to 1; null where nothing was open. */
  coverage: number | null;
  lots: number;
  /** Each in English and Chinese. */
  notes: string[];
}

export function readHeader(value: unknown): Told | null {
  const fields = fieldsOf(value);
  const from = readMoment(textOf(fields?.['from']));
  const to = readMoment(textOf(fields?.['to']));
  if (!fields || !from || !to) return null;
  return {
    from,
    to,
    zone: textOf(fields['timezone']) ?? 'UTC',
    coverage: numberOf(fields['coverage']),
    lots: numberOf(fields['lots']) ?? 0,
    notes: readAll(fields['notes'], textOf),
  };
}
