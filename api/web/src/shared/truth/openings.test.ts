import { expect, test } from 'vitest';
import { type Hours, fitted, probes } from './openings.ts';

const HOUR = 3_600_000;
const span = (from: number, to: number) => ({ fromMs: from * HOUR, toMs: to * HOUR });
/** Stay 19:00–31:30, cars move until 22:00 and again from 30:00, as in Jinan. */
const night: Hours[] = [{ stay: span(19, 31.5), movement: [span(19, 22), span(30, 31.5)] }];

test('the whole stay is asked for first, then whether anything is open now, then later', () => {
  const asked = probes(10 * HOUR, 120);
  expect(asked[0]).toEqual(span(10, 12));
  expect(asked[1]).toEqual(span(10, 10.25));
  expect(asked.slice(2).map(({ fromMs }) => fromMs / HOUR)).toEqual([13, 16, 19, 22, 25, 28, 31]);
});

test('a stay begins when cars may come and ends when they may leave', () => {
  expect(fitted(night, 10 * HOUR, 2 * HOUR)).toEqual(span(19, 21));
  expect(fitted(night, 20 * HOUR, 2 * HOUR)).toEqual(span(20, 22));
});

test('a stay that would end while nobody may leave is cut short, or lasts until one may', () => {
  expect(fitted(night, 21 * HOUR, 4 * HOUR)).toEqual(span(21, 22));
  const lateOnly: Hours[] = [{ stay: span(19, 31.5), movement: [span(19, 19.5), span(30, 31)] }];
  expect(fitted(lateOnly, 19 * HOUR, 8 * HOUR)).toEqual(span(19, 19.5));
  const touching: Hours[] = [{ stay: span(19, 31), movement: [span(19, 19.25), span(30, 31)] }];
  expect(fitted(touching, 19.1 * HOUR, 8 * HOUR)).toEqual(span(30, 31));
});

test('where no car may come nothing fits', () => {
  expect(fitted([{ stay: span(1, 5), movement: [] }], 0, HOUR)).toBe(null);
  expect(fitted(night, 32 * HOUR, HOUR)).toBe(null);
});
