// One figure of every cell or area, as GET /v1/planner/heatmap tells it.

import { fieldsOf, numberOf, readAll, textOf } from '../read.ts';
import { type Told, readHeader } from './told.ts';

export interface HeatPlace {
  placeId: string;
  /** Null for a cell. */
  name: string | null;
  nameEn: string | null;
  lat: number | null;
  lon: number | null;
  lots: number;
  coverage: number | null;
  spaceHoursOpen: number;
  /** Null where too little is known, or nothing was open. */
  value: number | null;
  outline: GeoJSON.Geometry | null;
}

export interface Heat extends Told {
  /** Which figure the values are, as the platform calls it. */
  metric: string;
  places: HeatPlace[];
}

export function readHeat(answer: unknown): Heat | null {
  const told = readHeader(answer);
  const fields = fieldsOf(answer);
  if (!told || !fields) return null;
  const metric = textOf(fields['metric']) ?? '';
  return { ...told, metric, places: readAll(fields['rows'], readPlace) };
}

function readPlace(value: unknown): HeatPlace | null {
  const fields = fieldsOf(value);
  const placeId = textOf(fields?.['id']);
  if (!fields || placeId === null) return null;
  const outline = fieldsOf(fields['geometry']);
  return {
    placeId,
    name: textOf(fields['name']),
    nameEn: textOf(fields['name_en']),
    lat: numberOf(fields['lat']),
    lon: numberOf(fields['lon']),
    lots: numberOf(fields['lots']) ?? 0,
    coverage: numberOf(fields['coverage']),
    spaceHoursOpen: numberOf(fields['space_hours_open']) ?? 0,
    value: numberOf(fields['value']),
    outline: outline as GeoJSON.Geometry | null,
  };
}
