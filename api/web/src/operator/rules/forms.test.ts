import { expect, test } from 'vitest';
import { NOTHING_KNOWN } from '../../shared/wire/availability.ts';
import type { CheckFinding } from '../../shared/wire/operator/check.ts';
import { classesOf, closureOf, countsOf } from './counting.ts';
import { grouped } from './findings.ts';
import { listed } from './listing.ts';
import { ownState } from './own-state.ts';
import { partsOf } from './watches.ts';

const facts = { lotId: 'op-1', name: '泉城广场', nameEn: 'Quancheng Square', operator: 'op', capacity: {} };

test('an empty field is a class that nobody counted, never zero', () => {
  expect(countsOf({ general: '12', charging: ' ', accessible: '0' })).toEqual([
    { space_class: 'general', free: 12 },
    { space_class: 'accessible', free: 0 },
  ]);
});

test('a lot is counted in the classes it has, registered or reported', () => {
  const registered = { ...facts, capacity: { general: 10 } };
  const reported = { ...NOTHING_KNOWN, byClass: { charging: { free: 1, capacity: 2 } } };
  expect(classesOf(ownState(registered, reported, 0))).toEqual(['general', 'charging']);
  expect(classesOf(ownState(facts, null, 0))).toEqual(['general']);
});

test('times of a closure are the city’s, and an empty one is left to the platform', () => {
  expect(closureOf('2026-11-28T19:30', '', 'works', 480)).toEqual({
    reason: 'works', from: '2026-11-28T19:30:00+08:00',
  });
});

test('a lot is found by any part of its names and its id, in either language', () => {
  const lots = [ownState(facts, null, 0)];
  for (const text of ['广场', 'QUANCHENG', 'op-1', ' square op ', '']) {
    expect(listed(lots, text, 'all')).toHaveLength(1);
  }
  expect(listed(lots, 'square 2', 'all')).toEqual([]);
  expect(listed(lots, '', 'closed')).toEqual([]);
});

test('what one connection watches stays within what the city lets through at once', () => {
  const lotIds = Array.from({ length: 5000 }, (_, n) => `an-operator-${n}`.padEnd(40, '-'));
  const { parts, followed } = partsOf(lotIds);
  expect(parts.length).toBeLessThanOrEqual(9);
  for (const part of parts) {
    expect(part.length).toBeLessThanOrEqual(200);
    expect(JSON.stringify({ type: 'watch', id: 'own-9', lots: part }).length).toBeLessThan(4096);
  }
  expect(parts.flat()).toEqual(lotIds.slice(0, followed));
  expect(partsOf(lotIds.slice(0, 3)).followed).toBe(3);
});

test('what keeps records out is told before hints, each kind once with all its number', () => {
  const found = (code: string, blocks: boolean, pointer: string): CheckFinding => ({
    code, blocks, pointer, lotId: null, message: code, messageZh: code, mend: '', mendZh: '',
  });
  const problems = [
    found('hint', false, '/1'), found('bad', true, '/2'), found('bad', true, '/3'),
    found('worse', true, '/4'),
  ];
  const groups = grouped(problems, new Map([['hint', 900], ['bad', 2], ['worse', 40]]));
  expect(groups.map(({ first, times }) => [first.code, times])).toEqual([
    ['worse', 40], ['bad', 2], ['hint', 900],
  ]);
  expect(groups[1]?.places).toEqual(['/2', '/3']);
});
