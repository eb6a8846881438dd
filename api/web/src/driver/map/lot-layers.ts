// How lots stand on the map: clusters with sums from afar, a dot for every lot, pins with numbers
// that make room for each other, and the chosen lot on top.

import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { BOLD, FONT } from '../../shared/map/ground.ts';
import { TONE_FILL } from './palette.ts';

export const LOTS = 'lots';
export const PINS = 'lot-pins';
export const DOTS = 'lot-dots';
export const CHOSEN = 'lot-chosen';
export const CLUSTERS = 'lot-clusters';
export const DESTINATION = 'destination';

const CLUSTERS_UP_TO = 10;
const PINS_FROM = 11.5;
const WORDS_FROM = 14;

export const lotSource: SourceSpecification = {
  type: 'geojson',
  data: { type: 'FeatureCollection', features: [] },
  promoteId: 'lotId',
  cluster: true,
  clusterRadius: 48,
  clusterMaxZoom: CLUSTERS_UP_TO,
  clusterProperties: { sum: ['+', ['get', 'free']] },
};

const toneColour = ['match', ['get', 'tone'], ...Object.entries(TONE_FILL).flat(), '#6b7480'];
const single = ['!', ['has', 'point_count']];
const sumText = [
  'case', ['<', ['get', 'sum'], 1000], ['to-string', ['get', 'sum']],
  ['concat', ['to-string', ['/', ['round', ['/', ['get', 'sum'], 100]], 10]], 'k'],
];
const pinImage = ['step', ['zoom'], ['get', 'pin'], WORDS_FROM, ['get', 'pinWithWord']];

export function lotLayers(): LayerSpecification[] {
  return [
    {
      id: 'reach', type: 'line', source: DESTINATION, filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'line-color': '#0b5cab', 'line-width': 1.5, 'line-dasharray': [2, 2], 'line-opacity': 0.7 },
    },
    {
      id: CLUSTERS, type: 'circle', source: LOTS, filter: ['has', 'point_count'],
      paint: {
        'circle-color': '#0b5cab',
        'circle-opacity': 0.88,
        'circle-radius': ['interpolate', ['linear'], ['get', 'point_count'], 2, 15, 50, 23, 400, 32],
        'circle-stroke-width': 2,
        'circle-stroke-color': '#ffffff',
      },
    },
    {
      id: 'lot-sums', type: 'symbol', source: LOTS, filter: ['has', 'point_count'],
      layout: { 'text-field': sumText, 'text-font': BOLD, 'text-size': 12, 'text-allow-overlap': true },
      paint: { 'text-color': '#ffffff' },
    },
    {
      id: DOTS, type: 'circle', source: LOTS, filter: single,
      paint: {
        'circle-color': toneColour,
        'circle-opacity': ['case', ['get', 'faint'], 0.35, 1],
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 9, 2.5, 14, 4.5],
        'circle-stroke-width': ['case', ['get', 'faint'], 0, 1],
        'circle-stroke-color': '#ffffff',
      },
    },
    {
      id: 'destination-mark', type: 'symbol', source: DESTINATION,
      filter: ['==', ['geometry-type'], 'Point'],
      layout: {
        'icon-image': DESTINATION, 'icon-allow-overlap': true, 'text-field': ['get', 'name'],
        'text-font': FONT, 'text-size': 12, 'text-anchor': 'top', 'text-offset': [0, 1.2],
        'text-optional': true,
      },
      paint: { 'text-color': '#0b3a6b', 'text-halo-color': '#ffffff', 'text-halo-width': 1.6 },
    },
    {
      id: PINS, type: 'symbol', source: LOTS, minzoom: PINS_FROM,
      filter: ['all', single, ['!', ['get', 'faint']]],
      layout: {
        'icon-image': pinImage, 'icon-anchor': 'bottom', 'icon-offset': [0, -2],
        'icon-padding': 1, 'symbol-sort-key': ['get', 'order'],
      },
    },
    {
      id: CHOSEN, type: 'symbol', source: LOTS, filter: ['==', ['get', 'lotId'], ''],
      layout: {
        'icon-image': ['get', 'pinWithWord'], 'icon-anchor': 'bottom', 'icon-size': 1.35,
        'icon-offset': [0, -2], 'icon-allow-overlap': true,
      },
    },
  ] as LayerSpecification[];
}
