// What a click on the map means: a lot is opened, a cluster and a far district come nearer,
// anything else becomes the destination.

import { type GeoJSONSource, LngLatBounds, type Map, type MapMouseEvent } from 'maplibre-gl';
import { zh } from '../../shared/words/zh.ts';
import { en } from '../../shared/words/en.ts';
import { destination, selectedId } from '../state/choices.ts';
import { CHOSEN, CLUSTERS, DOTS, LOTS, PINS } from './lot-layers.ts';

const DISTRICTS_UP_TO = 10.5;
const FINGER_PX = 6;

export function onClick(map: Map): void {
  map.on('click', (event) => void click(map, event));
  for (const layer of [PINS, DOTS, CLUSTERS]) {
    map.on('mouseenter', layer, () => (map.getCanvas().style.cursor = 'pointer'));
    map.on('mouseleave', layer, () => (map.getCanvas().style.cursor = ''));
  }
}

async function click(map: Map, { point, lngLat }: MapMouseEvent): Promise<void> {
  const around: [[number, number], [number, number]] = [
    [point.x - FINGER_PX, point.y - FINGER_PX], [point.x + FINGER_PX, point.y + FINGER_PX],
  ];
  const [lot] = map.queryRenderedFeatures(around, { layers: [CHOSEN, PINS, DOTS] });
  if (lot) return void (selectedId.value = String(lot.properties['lotId']));
  const [cluster] = map.queryRenderedFeatures(around, { layers: [CLUSTERS] });
  if (cluster) return openCluster(map, Number(cluster.properties['cluster_id']), lngLat);
  const [district] = map.queryRenderedFeatures(point, { layers: ['district'] });
  if (district && map.getZoom() < DISTRICTS_UP_TO) return showWhole(map, district.geometry);
  const place = { lat: lngLat.lat, lon: lngLat.lng };
  destination.value = { ...place, name: zh.map_point, nameEn: en.map_point };
}

async function openCluster(map: Map, id: number, center: MapMouseEvent['lngLat']): Promise<void> {
  const zoom = await map.getSource<GeoJSONSource>(LOTS)?.getClusterExpansionZoom(id);
  if (zoom !== undefined) map.easeTo({ center, zoom: zoom + 0.3 });
}

function showWhole(map: Map, outline: GeoJSON.Geometry): void {
  const bounds = new LngLatBounds();
  const rings =
    outline.type === 'Polygon' ? outline.coordinates
    : outline.type === 'MultiPolygon' ? outline.coordinates.flat()
    : [];
  rings.flat().forEach(([lon, lat]) => bounds.extend([lon ?? 0, lat ?? 0]));
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 40 });
}
