// The map itself: opens it, keeps it in step with the page's state, and tells the page where one
// looks and what one clicks. Throws where WebGL2 is missing; the list then stands alone.

import { effect } from '@preact/signals';
import { type GeoJSONSource, Map, NavigationControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { groundLayers, groundSources } from '../../shared/map/ground.ts';
import { followWords, nameField } from '../../shared/map/map-words.ts';
import { paletteNow } from '../../shared/map/palette.ts';
import { nameOf, t } from '../../shared/words/language.ts';
import { destination, flight, radiusM, selectedId, view } from '../state/choices.ts';
import { onClick } from './clicks.ts';
import { destinationFeatures } from './destination.ts';
import { CHOSEN, DESTINATION, LOTS, lotLayers, lotSource } from './lot-layers.ts';
import { PIXEL_RATIO, drawDestination, drawPin } from './pins.ts';
import { followLots } from './follow-lots.ts';
import { sightOffsetPx, visibleView, zoomToShow } from './visible.ts';

const SINGLE_LOTS_ZOOM = 14.6;

declare global {
  interface Window {
    /** For the console and for tests: the map that is on show. */
    cityMap?: Map;
  }
}

export async function openMap(holder: HTMLElement): Promise<void> {
  setWorkerUrl(workerUrl);
  const start = view.peek();
  const nothing = { type: 'FeatureCollection' as const, features: [] };
  const map = new Map({
    container: holder,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    ...(start ? { center: start.center, zoom: start.zoom } : {}),
    fadeDuration: 120,
    minZoom: 7,
    maxZoom: 18,
    style: {
      version: 8,
      sources: {
        ...(await groundSources()),
        [DESTINATION]: { type: 'geojson', data: nothing },
        [LOTS]: lotSource,
      },
      layers: [...groundLayers(paletteNow(), nameField()), ...lotLayers()],
    },
  });
  window.cityMap = map;
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), 'bottom-right');
  drawPicturesOnDemand(map);
  await map.once('load');
  map.panBy([0, -sightOffsetPx()], { animate: false });
  const look = () => (view.value = visibleView(map));
  map.on('moveend', look);
  map.on('resize', look);
  look();
  onClick(map);
  followLots(map);
  followWords(map, () => t('map_label'));
  followChoices(map);
}

function drawPicturesOnDemand(map: Map): void {
  map.setMissingStyleImageResolver(async (id) => {
    const picture = id === DESTINATION ? drawDestination() : drawPin(id);
    if (picture && !map.hasImage(id)) map.addImage(id, picture, { pixelRatio: PIXEL_RATIO });
  });
}

function followChoices(map: Map): void {
  effect(() => {
    map.setFilter(CHOSEN, ['==', ['get', 'lotId'], selectedId.value ?? '']);
  });
  effect(() => {
    const place = destination.value;
    const features = destinationFeatures(place, radiusM.value, place ? nameOf(place) : '');
    map.getSource<GeoJSONSource>(DESTINATION)?.setData(features);
  });
  effect(() => {
    const to = flight.value;
    if (!to) return;
    const zoom = to.reachM
      ? zoomToShow(map, to.center.lat, to.reachM)
      : Math.max(map.getZoom(), to.zoom ?? SINGLE_LOTS_ZOOM);
    map.easeTo({ center: to.center, zoom, offset: [0, sightOffsetPx()] });
  });
}
