import { expect, test } from 'vitest';
import { NOTHING_KNOWN } from '../wire/availability.ts';
import { ageNow, freshnessAt, freshnessNow } from './freshness.ts';

const measured = { ...NOTHING_KNOWN, freshness: 'live' as const, ageS: 10, ttlS: 120 };

test('a count grows older between two frames', () => {
  expect(ageNow(measured, 5)).toBe(15);
  expect(freshnessNow(measured, 5)).toBe('live');
  expect(freshnessNow(measured, 111)).toBe('aging');
  expect(freshnessNow(measured, 291)).toBe('stale');
  expect(freshnessNow(measured, 3591)).toBe('unknown');
});

test('a slow source keeps its count live for as long as it usually is silent', () => {
  expect(freshnessAt(900, 1000)).toBe('live');
  expect(freshnessAt(1900, 1000)).toBe('aging');
  expect(freshnessAt(5900, 1000)).toBe('stale');
});

test('what the server calls stale is never made fresher here', () => {
  expect(freshnessNow({ ...measured, freshness: 'stale' }, 0)).toBe('stale');
});

test('without an age nothing is known', () => {
  expect(freshnessNow(NOTHING_KNOWN, 0)).toBe('unknown');
});
