// What some spaces did step by step, as GET /v1/planner/series tells it.

import { type CityMoment, readMoment } from '../../truth/city-clock.ts';
import { fieldsOf, numberOf, readAll, textOf } from '../read.ts';
import { type Told, readHeader } from './told.ts';

export type SeriesStep = '5m' | '15m' | '1h' | '1d';

export interface CurvePoint {
  from: CityMoment;
  coverage: number | null;
  /** Taken share of what is known; null where under four fifths are known. */
  occupancy: number | null;
}

export interface Curve extends Told {
  points: CurvePoint[];
}

export function readCurve(answer: unknown): Curve | null {
  const told = readHeader(answer);
  return told && { ...told, points: readAll(fieldsOf(answer)?.['rows'], readPoint) };
}

function readPoint(value: unknown): CurvePoint | null {
  const fields = fieldsOf(value);
  const from = readMoment(textOf(fields?.['from']));
  if (!fields || !from) return null;
  return {
    from,
    coverage: numberOf(fields['coverage']),
    occupancy: numberOf(fields['occupancy']),
  };
}
