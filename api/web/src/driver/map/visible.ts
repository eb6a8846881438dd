// The part of the map one really sees: on a phone the sheet covers its foot and the search its head.

import type { Map } from 'maplibre-gl';
import type { View } from '../state/choices.ts';

export function hiddenBelowPx(): number {
  return coveredPx('.panel', (panel, map) => map.bottom - panel.top);
}

export function visibleView(map: Map): View {
  const { clientWidth, clientHeight } = map.getContainer();
  const head = coveredPx('.top', (top, holder) => top.bottom - holder.top);
  const foot = clientHeight - hiddenBelowPx();
  const { lng: west, lat: north } = map.unproject([0, Math.min(head, foot - 40)]);
  const { lng: east, lat: south } = map.unproject([clientWidth, foot]);
  const center = map.unproject([clientWidth / 2, (head + foot) / 2]);
  return {
    center: { lat: center.lat, lon: center.lng },
    zoom: map.getZoom(),
    bounds: [west, south, east, north],
  };
}

/** How far a part of the page reaches over the map; 0 where they lie side by side. */
function coveredPx(selector: string, reach: (part: DOMRect, map: DOMRect) => number): number {
  const part = document.querySelector(selector)?.getBoundingClientRect();
  const map = document.querySelector('.map')?.getBoundingClientRect();
  if (!part || !map || part.right <= map.left + 1) return 0;
  return Math.max(0, Math.min(reach(part, map), map.height * 0.6));
}
