// The ground a map stands on: districts, water and main roads, drawn from the city's own files.
// The style has no `glyphs`: every letter is drawn by the browser's own fonts.

import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { fetchJson, basemapUrl } from '../address.ts';
import { fieldsOf, listOf, numberOf } from '../wire/read.ts';
import type { Palette } from './palette.ts';

const FAMILIES = 'system-ui, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif';
export const FONT = [FAMILIES];
/** The weight is read from the first name in the list, whether or not such a font exists. */
export const BOLD = [`Bold, ${FAMILIES}`];
export const NAMED_LAYERS = ['district-name', 'water-name', 'road-name'];

/** A line of `width_m` metres has this many pixels per metre at zoom 20, near latitude 36.6. */
const PX_PER_M_AT_20 = 16.7;

export async function groundSources(): Promise<Record<string, SourceSpecification>> {
  const districts = await fetchJson(basemapUrl('districts.geojson'));
  const outlines = listOf(fieldsOf(districts)?.['features']).map((feature, at) => {
    const fields = fieldsOf(feature) ?? {};
    return { ...fields, properties: { ...fieldsOf(fields['properties']), tint: at % 4 } };
  });
  return {
    districts: collection(outlines),
    'district-names': collection(outlines.flatMap(labelOf)),
    water: { type: 'geojson', data: basemapUrl('water.geojson') },
    roads: { type: 'geojson', data: basemapUrl('roads.geojson') },
  };
}

export function groundLayers(colours: Palette, name: string): LayerSpecification[] {
  const [first, second, third, fourth] = colours.districts;
  const label = { 'text-color': colours.name, 'text-halo-color': colours.halo, 'text-halo-width': 1.4 };
  const main = ['match', ['get', 'kind'], ['motorway', 'expressway'], 1, 0];
  const road = (extra: number) =>
    ['interpolate', ['exponential', 1.5], ['zoom'], 9, ['+', extra, ['case', ['==', main, 1], 1, 0.6]],
      16, ['+', extra, ['match', ['get', 'kind'], 'street', 7, 'arterial', 11, 13]]];
  return [
    { id: 'outside', type: 'background', paint: { 'background-color': colours.outside } },
    {
      id: 'district', type: 'fill', source: 'districts',
      paint: { 'fill-color': ['match', ['get', 'tint'], 0, first, 1, second, 2, third, fourth] },
    },
    {
      id: 'lake', type: 'fill', source: 'water', filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': colours.water },
    },
    {
      id: 'river', type: 'line', source: 'water', filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': colours.water,
        'line-width': ['interpolate', ['exponential', 2], ['zoom'], 8, 1.2,
          20, ['*', ['get', 'width_m'], PX_PER_M_AT_20]],
      },
    },
    {
      id: 'district-border', type: 'line', source: 'districts',
      paint: { 'line-color': colours.border, 'line-width': 1, 'line-dasharray': [3, 2] },
    },
    {
      id: 'road-casing', type: 'line', source: 'roads', minzoom: 10,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': ['case', ['==', main, 1], colours.mainRoadCasing, colours.roadCasing],
        'line-width': road(1.6),
      },
    },
    {
      id: 'road', type: 'line', source: 'roads',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': ['case', ['==', main, 1], colours.mainRoad, colours.road],
        'line-width': road(0),
      },
    },
    {
      id: 'road-name', type: 'symbol', source: 'roads', minzoom: 12.5,
      layout: {
        'symbol-placement': 'line', 'text-field': ['get', name], 'text-font': FONT,
        'text-size': 11, 'symbol-spacing': 400,
      },
      paint: label,
    },
    {
      id: 'water-name', type: 'symbol', source: 'water', minzoom: 10.5,
      filter: ['==', ['geometry-type'], 'Polygon'],
      layout: { 'text-field': ['get', name], 'text-font': FONT, 'text-size': 11 },
      paint: { ...label, 'text-color': colours.waterName },
    },
    {
      id: 'district-name', type: 'symbol', source: 'district-names', maxzoom: 13.5,
      layout: { 'text-field': ['get', name], 'text-font': BOLD, 'text-size': 14, 'text-padding': 6 },
      paint: label,
    },
  ] as LayerSpecification[];
}

function labelOf(feature: { properties: Record<string, unknown> }): object[] {
  const lat = numberOf(feature.properties['label_lat']);
  const lon = numberOf(feature.properties['label_lon']);
  if (lat === null || lon === null) return [];
  return [{ ...feature, geometry: { type: 'Point', coordinates: [lon, lat] } }];
}

function collection(features: object[]): SourceSpecification {
  return { type: 'geojson', data: { type: 'FeatureCollection', features } as GeoJSON.FeatureCollection };
}
