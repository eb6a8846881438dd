// What a stay costs, asked of the platform for the lots around the place in question. The same
// answer fills the list before the socket has spoken, and in its stead while it cannot.

import { effect, signal } from '@preact/signals';
import { apiUrl, fetchJson } from '../../shared/address.ts';
import { type Place, distanceM } from '../../shared/truth/distance.ts';
import { readNearby } from '../../shared/wire/lot.ts';
import { destination, radiusM, stayMin, view } from './choices.ts';
import { link, table, touchTable } from './city.ts';

export const prices = signal<ReadonlyMap<string, number>>(new Map());

const SETTLE_MS = 400;
const OFFLINE_POLL_MS = 15_000;
const WIDEST_M = 50_000;

export function followPrices(): void {
  let timer = 0;
  let running = new AbortController();
  const ask = () => {
    const where = aroundWhat();
    if (!where) return;
    running.abort();
    running = new AbortController();
    askNearby(where, stayMin.peek(), running.signal).catch(() => undefined); // aborted: asked anew
  };
  effect(() => {
    void [destination.value, radiusM.value, stayMin.value, view.value];
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, SETTLE_MS);
  });
  window.setInterval(() => {
    if (link.peek() === 'offline') ask();
  }, OFFLINE_POLL_MS);
}

interface Around extends Place {
  radiusM: number;
}

function aroundWhat(): Around | null {
  const place = destination.peek();
  if (place) return { lat: place.lat, lon: place.lon, radiusM: radiusM.peek() };
  const seen = view.peek();
  if (!seen) return null;
  const [, , east, north] = seen.bounds;
  const reach = distanceM(seen.center, { lat: north, lon: east });
  return { ...seen.center, radiusM: Math.min(WIDEST_M, Math.ceil(reach)) };
}

async function askNearby(around: Around, stay: number, aborted: AbortSignal): Promise<void> {
  const { lat, lon } = around;
  const url = apiUrl('lots/nearby', {
    lat: lat.toFixed(5),
    lon: lon.toFixed(5),
    radius_m: around.radiusM,
    limit: 200,
    stay_min: stay,
    include_unknown: 'true',
  });
  const lots = readNearby(await fetchJson(url, { signal: aborted }));
  table.applyAnswer(lots, performance.now());
  prices.value = new Map(
    lots.flatMap((lot) => (lot.priceFen === null ? [] : [[lot.lotId, lot.priceFen] as const])),
  );
  touchTable();
}
