// The full facts of the lot that is open, fetched once each time it is opened.

import { effect, signal } from '@preact/signals';
import { apiUrl, fetchJson } from '../../shared/address.ts';
import { readLot } from '../../shared/wire/lot.ts';
import { type LotDetails, readDetails } from '../../shared/wire/lot-details.ts';
import { flight, isInView, selectedId } from './choices.ts';
import { table, touchTable } from './city.ts';

export const details = signal<LotDetails | null>(null);

export function followDetails(): void {
  effect(() => {
    const lotId = selectedId.value;
    details.value = null;
    if (lotId !== null) void load(lotId);
  });
}

async function load(lotId: string): Promise<void> {
  // Not from the browser's cache: a kept answer has the age it had then.
  const url = apiUrl(`lots/${encodeURIComponent(lotId)}`);
  const answer = await fetchJson(url, { cache: 'no-store' });
  if (selectedId.peek() !== lotId) return;
  details.value = readDetails(answer);
  const lot = readLot(answer);
  if (!lot) return;
  table.applyAnswer([lot], performance.now());
  touchTable();
  if (lot.facts && !isInView(lot.facts)) flight.value = { center: lot.facts };
}
