import { expect, test } from 'vitest';
import { rfc3339, roundedUp, wallMs, wallText } from './wall-time.ts';

const moment = Date.UTC(2026, 10, 28, 11, 30);

test('a field shows the city’s wall, and what is typed there means the same moment', () => {
  for (const [offsetMin, shown] of [
    [480, '2026-11-28T19:30'], [-210, '2026-11-28T08:00'], [0, '2026-11-28T11:30'],
  ] as const) {
    expect(wallText(moment, offsetMin)).toBe(shown);
    expect(wallMs(shown, offsetMin)).toBe(moment);
    expect(Date.parse(rfc3339(moment, offsetMin))).toBe(moment);
  }
  expect(rfc3339(moment, -210)).toBe('2026-11-28T08:00:00-03:30');
});

test('an emptied field is no time', () => {
  expect(wallMs('', 480)).toBe(null);
  expect(wallMs('2026-13-40T99:99', 480)).toBe(null);
});

test('a start is rounded up, never into the past', () => {
  expect(roundedUp(moment, 5)).toBe(moment);
  expect(roundedUp(moment + 1, 5)).toBe(moment + 5 * 60_000);
});
