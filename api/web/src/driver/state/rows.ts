// The rows of the list: every known lot near the destination, or in view, that meets the wishes.

import { computed } from '@preact/signals';
import { destination, isInView, radiusM, sort, view, wishes } from './choices.ts';
import { nowMs, revision, sinceS, table } from './city.ts';
import type { KnownLot } from './lot-table.ts';
import { prices } from './prices.ts';
import { type Row, qualifies, rowOf, sorted } from './rank.ts';

export const rows = computed<Row[]>(() => {
  void revision.value;
  const seen = view.value;
  const from = destination.value ?? seen?.center;
  if (!from || !seen) return [];
  const reach = destination.value ? radiusM.value : null;
  const found: Row[] = [];
  for (const lot of table.lots.values()) {
    if (reach === null && !isInView(lot.facts)) continue;
    const row = rowFor(lot, from);
    if ((reach === null || row.distanceM <= reach) && qualifies(row, wishes.value)) found.push(row);
  }
  return sorted(found, sort.value);
});

export const freeInRows = computed(() =>
  rows.value.reduce((sum, row) => sum + (row.look.free ?? 0), 0),
);

export function rowFor(lot: KnownLot, from: { lat: number; lon: number }): Row {
  const price = prices.value.get(lot.facts.lotId) ?? null;
  return rowOf(lot, from, sinceS(lot, nowMs.value), wishes.value, price);
}
