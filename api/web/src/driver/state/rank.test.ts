import { expect, test } from 'vitest';
import { NOTHING_KNOWN } from '../../shared/wire/availability.ts';
import type { KnownLot } from './lot-table.ts';
import { NO_WISHES, type Row, qualifies, rowOf, sorted } from './rank.ts';

const here = { lat: 36.65, lon: 117.0 };

function row(lotId: string, free: number | null, over: Partial<KnownLot['facts']> = {}): Row {
  const state = free === null ? 'unknown' : free === 0 ? 'full' : 'open';
  const lot: KnownLot = {
    version: 1, atMs: 0,
    facts: { lotId, name: lotId, nameEn: null, ...here, lotClass: null, maxHeightM: null, ...over },
    availability: { ...NOTHING_KNOWN, state, free, capacity: 50, freshness: 'live', ageS: 1 },
  };
  return rowOf(lot, here, 0, NO_WISHES, free === null ? null : free * 100);
}

const order = (rows: Row[]) => rows.map((each) => each.lot.facts.lotId).join('');

test('rows are sorted by the chosen key and then by distance and id', () => {
  const rows = [row('c', 1, { lat: 36.66 }), row('b', 9), row('a', null), row('d', 9)];
  expect(order(sorted(rows, 'distance'))).toBe('abdc');
  expect(order(sorted(rows, 'free'))).toBe('bdca');
  expect(order(sorted(rows, 'price'))).toBe('cbda');
});

test('asking for a free space leaves out the full and the unknown', () => {
  const wishes = { ...NO_WISHES, minFree: 1 };
  expect([row('a', 0), row('b', null), row('c', 1)].filter((r) => qualifies(r, wishes))).toHaveLength(1);
});

test('a low entrance keeps a high vehicle out, an unknown height does not', () => {
  const wishes = { ...NO_WISHES, vehicleHeightM: 2.1 };
  expect(qualifies(row('a', 5, { maxHeightM: 1.9 }), wishes)).toBe(false);
  expect(qualifies(row('a', 5, { maxHeightM: 2.1 }), wishes)).toBe(true);
  expect(qualifies(row('a', 5), wishes)).toBe(true);
});

test('a closed lot leaves the list unless it is asked for', () => {
  const closed = { ...row('a', 5), look: { tone: 'closed', free: null, capacity: 50 } as const };
  expect(qualifies(closed, NO_WISHES)).toBe(false);
  expect(qualifies(closed, { ...NO_WISHES, showClosed: true })).toBe(true);
});
