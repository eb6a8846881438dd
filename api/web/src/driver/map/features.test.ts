import { expect, test } from 'vitest';
import type { Look } from '../../shared/truth/look.ts';
import { type LotFeature, type PinWords, diffOf, featureOf } from './features.ts';

const words: PinWords = {
  count: (free) => (free > 99 ? '99+' : String(free)),
  tone: (tone) => tone.toUpperCase(),
  short: (tone) => tone,
};
const facts = {
  lotId: 'a', name: '甲', nameEn: null, lat: 36.6, lon: 117, lotClass: null, maxHeightM: null,
};

function shown(look: Look): Map<string, LotFeature> {
  return new Map([['a', featureOf(facts, look, false, words)]]);
}

test('a pin says its number, and a word where there is none', () => {
  const pin = (look: Look) => featureOf(facts, look, false, words).properties.pin;
  expect(pin({ tone: 'plenty', free: 120, capacity: 300 })).toBe('plenty|99+|');
  expect(pin({ tone: 'full', free: 0, capacity: 300 })).toBe('full|full|');
  expect(pin({ tone: 'stale', free: null, capacity: 300 })).toBe('stale|?|');
});

test('only lots that look different are drawn again', () => {
  const before = shown({ tone: 'plenty', free: 50, capacity: 100 });
  expect(diffOf(before, shown({ tone: 'plenty', free: 50, capacity: 100 }))).toBe(null);
  expect(diffOf(before, shown({ tone: 'plenty', free: 51, capacity: 100 }))?.add).toHaveLength(1);
  expect(diffOf(before, new Map())).toEqual({ add: [], remove: ['a'] });
});
