import { expect, test } from 'vitest';
import { NOTHING_KNOWN } from '../wire/availability.ts';
import { lookOf } from './look.ts';

const open = {
  ...NOTHING_KNOWN, state: 'open' as const, free: 12, capacity: 100, freshness: 'live' as const,
  ageS: 0, ttlS: 120,
};

test('zero free, closed and unknown are three different things', () => {
  expect(lookOf({ ...open, free: 0, state: 'full' }, 0).tone).toBe('full');
  expect(lookOf({ ...open, free: 0, state: 'closed' }, 0).tone).toBe('closed');
  expect(lookOf({ ...open, free: null, state: 'unknown' }, 0).tone).toBe('unknown');
});

test('a stale count is never shown as a number', () => {
  expect(lookOf(open, 4000)).toEqual({ tone: 'unknown', free: null, capacity: 100 });
  expect(lookOf(open, 400)).toEqual({ tone: 'stale', free: null, capacity: 100 });
});

test('few means little for this lot, but twenty free are never few', () => {
  expect(lookOf(open, 0).tone).toBe('few');
  expect(lookOf({ ...open, free: 15 }, 0).tone).toBe('plenty');
  expect(lookOf({ ...open, free: 20, capacity: 900 }, 0).tone).toBe('plenty');
  expect(lookOf({ ...open, free: 2, capacity: 10 }, 0).tone).toBe('few');
});

test('a wish for one space class looks at that class alone', () => {
  const mixed = { ...open, byClass: { charging: { free: 0, capacity: 4 } } };
  expect(lookOf(mixed, 0, 'charging').tone).toBe('full');
  expect(lookOf(mixed, 0, 'accessible').tone).toBe('unknown');
});
