// The map itself: opens it, draws the cells that were answered, tells the page where one looks and
// which cell one clicks. Throws where WebGL2 is missing; the table of cells then stands alone.

import { effect } from '@preact/signals';
import { type GeoJSONSource, Map, NavigationControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { groundLayers, groundSources } from '../../shared/map/ground.ts';
import { followWords, nameField } from '../../shared/map/map-words.ts';
import { paletteNow } from '../../shared/map/palette.ts';
import { chosenCell, flight, view } from '../state/choices.ts';
import { heat } from '../state/figures.ts';
import { say } from '../words.ts';
import { CELLS, CHOSEN_CELL, KNOWN_CELLS, UNKNOWN_CELLS, cellFeatures, cellLayers } from './cell-layers.ts';
import { HATCH, HATCH_PIXEL_RATIO, drawHatch } from './hatch.ts';

const FIRST_NAMED_LAYER = 'road-name';

declare global {
  interface Window {
    /** For the console and for tests: the map that is on show. */
    heatMap?: Map;
  }
}

export async function openMap(holder: HTMLElement): Promise<() => void> {
  setWorkerUrl(workerUrl);
  const start = view.peek();
  const map = new Map({
    container: holder,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    ...(start ? { center: { lat: start.lat, lon: start.lon }, zoom: start.zoom } : {}),
    fadeDuration: 0,
    minZoom: 7,
    maxZoom: 17,
    style: {
      version: 8,
      sources: {
        ...(await groundSources()),
        [CELLS]: { type: 'geojson', data: cellFeatures([], 'utilization') },
      },
      layers: groundLayers(paletteNow(), nameField()),
    },
  });
  window.heatMap = map;
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  await map.once('load');
  map.addImage(HATCH, drawHatch(), { pixelRatio: HATCH_PIXEL_RATIO });
  cellLayers(paletteNow()).forEach((layer) => map.addLayer(layer, FIRST_NAMED_LAYER));
  map.on('moveend', () => look(map));
  map.on('resize', () => look(map));
  look(map);
  followClicks(map);
  const stops = followPage(map);
  return () => {
    stops.forEach((stop) => stop());
    map.remove();
  };
}

function look(map: Map): void {
  const [seen, middle] = [map.getBounds(), map.getCenter()];
  view.value = {
    lat: middle.lat,
    lon: middle.lng,
    zoom: map.getZoom(),
    bounds: [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()],
  };
}

function followClicks(map: Map): void {
  const layers = [KNOWN_CELLS, UNKNOWN_CELLS];
  map.on('click', ({ point }) => {
    const [cell] = map.queryRenderedFeatures(point, { layers });
    chosenCell.value = cell ? String(cell.properties['placeId']) : null;
  });
  for (const layer of layers) {
    map.on('mouseenter', layer, () => (map.getCanvas().style.cursor = 'pointer'));
    map.on('mouseleave', layer, () => (map.getCanvas().style.cursor = ''));
  }
}

function followPage(map: Map): (() => void)[] {
  return [
    followWords(map, () => say('map_label')),
    effect(() => {
      const shown = heat.value;
      const features = cellFeatures(shown?.places ?? [], shown?.metric ?? 'utilization');
      map.getSource<GeoJSONSource>(CELLS)?.setData(features);
    }),
    effect(() => {
      map.setFilter(CHOSEN_CELL, ['==', ['get', 'placeId'], chosenCell.value ?? '']);
    }),
    effect(() => {
      const to = flight.value;
      if (!to) return;
      flight.value = null;
      map.easeTo({ center: { lat: to.lat, lon: to.lon }, zoom: to.zoom });
    }),
  ];
}
