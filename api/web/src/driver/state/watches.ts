// Keeps the socket's watches in step with what the driver looks at: the view, the surroundings of
// the destination, the lot that is open.

import { effect } from '@preact/signals';
import type { LiveSocket } from '../../shared/live/socket.ts';
import { destination, radiusM, selectedId, view } from './choices.ts';
import { table } from './city.ts';

const SETTLE_MS = 250;
/** A little more than the view, so that a small pan shows lots at once. */
const MARGIN = 0.15;

export function followWatches(socket: LiveSocket): void {
  let timer = 0;
  effect(() => {
    const seen = view.value;
    if (!seen) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => socket.watch('view', { bbox: widened(seen.bounds) }), SETTLE_MS);
  });
  effect(() => {
    const place = destination.value;
    if (!place) return end(socket, 'near');
    const center = { lat: place.lat, lon: place.lon };
    socket.watch('near', { center, radius_m: radiusM.value });
  });
  effect(() => {
    const lotId = selectedId.value;
    if (lotId === null) return end(socket, 'mine');
    socket.watch('mine', { lots: [lotId] });
  });
}

function end(socket: LiveSocket, id: string): void {
  socket.unwatch(id);
  table.forgetWatch(id);
}

function widened([west, south, east, north]: [number, number, number, number]): [
  number, number, number, number,
] {
  const lon = (east - west) * MARGIN;
  const lat = (north - south) * MARGIN;
  return [
    Math.max(-180, west - lon), Math.max(-90, south - lat),
    Math.min(180, east + lon), Math.min(90, north + lat),
  ];
}
