import { expect, test } from 'vitest';
import { readMoment } from '../../shared/truth/city-clock.ts';
import { DAY_MS, HOUR_MS, hourQuery, hoursToPlay, queryOf, readSpan, stepFor } from './period.ts';

const now = readMoment('2026-11-28T14:00:00+08:00')!;
const before = (ms: number) => ({ ...now, utcMs: now.utcMs - ms });

test('the last days end with the last full hour, in the city’s zone', () => {
  expect(queryOf({ lastDays: 1 }, now)).toEqual({
    from: '2026-11-27T14:00:00+08:00', to: '2026-11-28T14:00:00+08:00',
  });
  expect(queryOf({ from: before(DAY_MS), to: now }, now).to).toBe('2026-11-28T14:00:00+08:00');
});

test('a week is played hour by hour, of a longer time the last week', () => {
  expect(hoursToPlay(before(7 * DAY_MS), now)).toHaveLength(168);
  const month = hoursToPlay(before(28 * DAY_MS), now);
  expect(month).toHaveLength(168);
  expect(month.at(-1)).toBe(now.utcMs - HOUR_MS);
});

test('only hours that are over and whole are played', () => {
  const hours = hoursToPlay(before(3 * HOUR_MS + 60_000), { ...now, utcMs: now.utcMs + 1_800_000 });
  expect(hours).toEqual([3, 2, 1].map((back) => now.utcMs - back * HOUR_MS));
  expect(hoursToPlay(now, now)).toEqual([]);
});

test('an hour is asked for from its beginning to its end', () => {
  expect(hourQuery(now.utcMs, now.offsetMin)).toEqual({
    from: '2026-11-28T14:00:00+08:00', to: '2026-11-28T15:00:00+08:00',
  });
});

test('longer times are told in longer steps', () => {
  expect([1, 7, 90].map((days) => stepFor(before(days * DAY_MS), now))).toEqual(['15m', '1h', '1d']);
});

test('a link holds a span, and nonsense in it is no span', () => {
  expect(readSpan('28', null, null)).toEqual({ lastDays: 28 });
  expect(readSpan(null, '2026-11-01T00:00:00+08:00', '2026-11-08T00:00:00+08:00')).toMatchObject({
    from: { offsetMin: 480 },
  });
  expect(readSpan('5', 'now', '')).toBeNull();
  expect(readSpan(null, '2026-11-08T00:00:00Z', '2026-11-01T00:00:00Z')).toBeNull();
});
