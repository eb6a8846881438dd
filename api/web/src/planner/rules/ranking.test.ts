import { expect, test } from 'vitest';
import type { HeatPlace } from '../../shared/wire/planner/heat.ts';
import { ranked } from './ranking.ts';

function place(placeId: string, value: number | null): HeatPlace {
  return {
    placeId, value, name: null, nameEn: null, lat: null, lon: null, lots: 1, coverage: 1,
    spaceHoursOpen: 1, outline: null,
  };
}

const places = [place('d', null), place('b', 0.2), place('a', 0.9), place('c', 0.2)];

test('the fullest come first and the unknown last', () => {
  expect(ranked(places, 'utilization').map((one) => one.placeId)).toEqual(['a', 'b', 'c', 'd']);
});

test('where little is the trouble, the least comes first', () => {
  expect(ranked(places, 'vacancy_rate').map((one) => one.placeId)).toEqual(['b', 'c', 'a', 'd']);
});
