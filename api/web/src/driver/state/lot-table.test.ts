import { expect, test } from 'vitest';
import { NOTHING_KNOWN } from '../../shared/wire/availability.ts';
import type { SeenLot } from '../../shared/wire/lot.ts';
import { LotTable } from './lot-table.ts';

function lot(lotId: string, version: number | null, free: number): SeenLot {
  return {
    lotId, version, availability: { ...NOTHING_KNOWN, free },
    facts: { lotId, name: lotId, nameEn: null, lat: 0, lon: 0, lotClass: null, maxHeightM: null },
  };
}

function snapshot(table: LotTable, lots: SeenLot[], id = 'view', last = true): void {
  table.applySnapshot({ type: 'snapshot', id, epoch: 'e', pos: {}, lots, gone: [], last }, 0);
}

function change(table: LotTable, seen: SeenLot, gone: string[] = []): string[] {
  const lots = [{ ...seen, facts: null }];
  return table.applyChanges({ type: 'changes', resumed: null, pos: {}, lots, gone }, 0);
}

test('an older version never overwrites a newer one', () => {
  const table = new LotTable();
  snapshot(table, [lot('a', 5, 50)]);
  change(table, lot('a', 4, 40));
  expect(table.lots.get('a')?.availability.free).toBe(50);
  change(table, lot('a', 6, 60));
  expect(table.lots.get('a')?.availability.free).toBe(60);
});

test('a lot that no watch shows any more leaves the table', () => {
  const table = new LotTable();
  snapshot(table, [lot('a', 1, 1), lot('b', 1, 1)]);
  snapshot(table, [lot('b', 1, 1)], 'near');
  snapshot(table, [lot('c', 1, 1)]);
  expect([...table.lots.keys()].sort()).toEqual(['b', 'c']);
});

test('a snapshot in parts drops nothing before its last part', () => {
  const table = new LotTable();
  snapshot(table, [lot('a', 1, 1)]);
  snapshot(table, [lot('b', 1, 1)], 'view', false);
  expect(table.lots.has('a')).toBe(true);
  snapshot(table, [lot('c', 1, 1)]);
  expect([...table.lots.keys()].sort()).toEqual(['b', 'c']);
});

test('a change of an unknown lot is reported, not invented', () => {
  const table = new LotTable();
  expect(change(table, lot('a', 1, 1))).toEqual(['a']);
  expect(table.lots.size).toBe(0);
});

test('an answer makes younger what a heartbeat has confirmed; an older one changes nothing', () => {
  const table = new LotTable();
  const answer = (version: number, free: number, ageS: number) => {
    const seen = lot('a', version, free);
    table.applyAnswer([{ ...seen, availability: { ...seen.availability, ageS } }], 1000);
    return table.lots.get('a');
  };
  snapshot(table, [lot('a', 5, 50)]);
  expect(answer(5, 50, 2)).toMatchObject({ atMs: 1000, availability: { ageS: 2 } });
  expect(answer(4, 40, 1)?.availability.free).toBe(50);
  expect(answer(900, 60, 1)?.availability.free).toBe(60);
  change(table, lot('a', 6, 61));
  expect(table.lots.get('a')?.availability.free).toBe(61);
});

test('after another epoch smaller versions count again', () => {
  const table = new LotTable();
  snapshot(table, [lot('a', 900, 9)]);
  table.forgetVersions();
  change(table, lot('a', 1, 1));
  expect(table.lots.get('a')?.availability.free).toBe(1);
});
