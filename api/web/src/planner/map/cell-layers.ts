// How cells stand on the map: coloured by their class, hatched where too little is known, the chosen
// one outlined. A feature carries its colour, so that map, legend and table cannot disagree.

import type { LayerSpecification } from 'maplibre-gl';
import type { Palette } from '../../shared/map/palette.ts';
import type { HeatPlace } from '../../shared/wire/planner/heat.ts';
import { type Metric, colourOf } from '../rules/metrics.ts';
import { HATCH } from './hatch.ts';

export const CELLS = 'cells';
export const KNOWN_CELLS = 'cells-known';
export const UNKNOWN_CELLS = 'cells-unknown';
export const CHOSEN_CELL = 'cell-chosen';

export function cellLayers({ edge }: Palette): LayerSpecification[] {
  return [
    {
      id: UNKNOWN_CELLS, type: 'fill', source: CELLS, filter: ['!', ['has', 'colour']],
      paint: { 'fill-pattern': HATCH },
    },
    {
      id: KNOWN_CELLS, type: 'fill', source: CELLS, filter: ['has', 'colour'],
      paint: { 'fill-color': ['get', 'colour'], 'fill-opacity': 0.78 },
    },
    {
      id: 'cell-borders', type: 'line', source: CELLS,
      paint: { 'line-color': edge, 'line-width': 0.8 },
    },
    {
      id: CHOSEN_CELL, type: 'line', source: CELLS, filter: ['==', ['get', 'placeId'], ''],
      paint: { 'line-color': '#0b5cab', 'line-width': 3.5 },
    },
  ] as LayerSpecification[];
}

export function cellFeatures(places: readonly HeatPlace[], metric: Metric): GeoJSON.FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: places.flatMap(({ placeId, value, outline }) =>
      outline === null
        ? []
        : {
            type: 'Feature' as const,
            geometry: outline,
            properties: { placeId, ...(value === null ? {} : { colour: colourOf(metric, value) }) },
          },
    ),
  };
}
