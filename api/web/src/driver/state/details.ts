// The full facts of the lot that is open, fetched once per lot, and the way there.

import { effect, signal } from '@preact/signals';
import { apiUrl, fetchJson } from '../../shared/address.ts';
import { readLot } from '../../shared/wire/lot.ts';
import { type LotDetails, readDetails } from '../../shared/wire/lot-details.ts';
import { selectedId } from './choices.ts';
import { table, touchTable } from './city.ts';

export const details = signal<LotDetails | null>(null);

/** The position is asked for in GCJ-02: it is only used for the map that navigates. */
export function followDetails(): void {
  effect(() => {
    const lotId = selectedId.value;
    details.value = null;
    if (lotId !== null) void load(lotId);
  });
}

async function load(lotId: string): Promise<void> {
  const path = `lots/${encodeURIComponent(lotId)}`;
  const [moved, plain] = await Promise.all([
    fetchJson(apiUrl(path, { coordsys: 'gcj02' })),
    table.lots.has(lotId) ? null : fetchJson(apiUrl(path)),
  ]);
  if (selectedId.peek() !== lotId) return;
  details.value = readDetails(moved);
  const lot = readLot(plain);
  if (!lot) return;
  table.applyAnswer([lot], performance.now());
  touchTable();
}

export function navigationUrl({ lat, lon }: LotDetails, name: string): string | null {
  if (lat === null || lon === null) return null;
  const url = new URL('https://uri.amap.com/navigation');
  url.searchParams.set('to', `${lon.toFixed(6)},${lat.toFixed(6)},${name}`);
  url.searchParams.set('mode', 'car');
  url.searchParams.set('coordinate', 'gaode');
  url.searchParams.set('callnative', '1');
  return url.href;
}
