// The areas of the city, and where the map begins: where the city's gazetteer says.

import { signal } from '@preact/signals';
import { apiUrl, basemapUrl, fetchJson } from '../../shared/address.ts';
import { type Area, readAreas } from '../../shared/wire/area.ts';
import { fieldsOf, numberOf } from '../../shared/wire/read.ts';
import { view, viewAround } from './choices.ts';

const ANYWHERE = { lat: 36.66, lon: 117.02 };
/** From farther than a driver looks: the whole of the city's middle. */
const CITY_ZOOM = 10.8;

export const areas = signal<Area[]>([]);

export async function loadAreas(): Promise<void> {
  if (areas.peek().length === 0) areas.value = readAreas(await fetchJson(apiUrl('areas')));
  if (view.peek() !== null) return;
  const gazetteer = fieldsOf(await fetchJson(basemapUrl('gazetteer.json')));
  const city = fieldsOf(gazetteer?.['city']);
  const [lat, lon] = [numberOf(city?.['lat']), numberOf(city?.['lon'])];
  view.value ??= viewAround(lat ?? ANYWHERE.lat, lon ?? ANYWHERE.lon, CITY_ZOOM);
}

export function findArea(areaCode: string | null): Area | null {
  return areas.value.find((area) => area.areaCode === areaCode) ?? null;
}
