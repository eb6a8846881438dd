import { expect, test } from 'vitest';
import { citySpeed, readMoment } from './city-clock.ts';

test('a moment keeps the offset of the zone it was told in', () => {
  const utcMs = Date.UTC(2026, 10, 24, 2, 20);
  expect(readMoment('2026-11-24T10:20:00+08:00')).toEqual({ utcMs, offsetMin: 480 });
  expect(readMoment('2026-11-23T22:50:00-03:30')).toEqual({ utcMs, offsetMin: -210 });
  expect(readMoment('2026-11-24T02:20:00Z')).toEqual({ utcMs, offsetMin: 0 });
  expect(readMoment('soon')).toBe(null);
});

test('ages stand still under a manual clock and run with a fast one', () => {
  expect(citySpeed(null)).toBe(1);
  expect(citySpeed({ mode: 'manual', speed: 1 })).toBe(0);
  expect(citySpeed({ mode: 'running', speed: 60 })).toBe(60);
});
