// The part of the map one really sees: on a phone the sheet covers its foot and the search its head.

import type { Map } from 'maplibre-gl';
import type { View } from '../state/choices.ts';

const M_PER_PX_AT_ZOOM_0 = 78_271.5;

/** How far the middle of what one sees lies below the map's own middle; above it where negative. */
export function sightOffsetPx(): number {
  return (hiddenAbovePx() - hiddenBelowPx()) / 2;
}

export function visibleView(map: Map): View {
  const { clientWidth, clientHeight } = map.getContainer();
  const head = hiddenAbovePx();
  const foot = clientHeight - hiddenBelowPx();
  const { lng: west, lat: north } = map.unproject([0, head]);
  const { lng: east, lat: south } = map.unproject([clientWidth, foot]);
  const center = map.unproject([clientWidth / 2, (head + foot) / 2]);
  return {
    center: { lat: center.lat, lon: center.lng },
    zoom: map.getZoom(),
    bounds: [west, south, east, north],
  };
}

/** The zoom at which a circle of this radius just fits into what one sees. */
export function zoomToShow(map: Map, lat: number, radiusM: number): number {
  const { clientWidth, clientHeight } = map.getContainer();
  const room = Math.min(clientWidth, clientHeight - hiddenAbovePx() - hiddenBelowPx());
  const metresPerPx = (2 * radiusM) / (0.94 * room);
  return Math.log2((M_PER_PX_AT_ZOOM_0 * Math.cos((lat * Math.PI) / 180)) / metresPerPx);
}

function hiddenAbovePx(): number {
  return coveredPx('.top', (top, map) => top.bottom - map.top);
}

function hiddenBelowPx(): number {
  return coveredPx('.panel', (panel, map) => map.bottom - panel.top);
}

/** How far a part of the page reaches over the map; 0 where they lie side by side. */
function coveredPx(selector: string, reach: (part: DOMRect, map: DOMRect) => number): number {
  const part = document.querySelector(selector)?.getBoundingClientRect();
  const map = document.querySelector('.map')?.getBoundingClientRect();
  if (!part || !map || part.right <= map.left + 1) return 0;
  return Math.max(0, Math.min(reach(part, map), map.height * 0.6));
}
