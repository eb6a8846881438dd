import { expect, test } from 'vitest';
import { BREAKS, COLOURS, METRICS, classOf, colourOf, histogram } from './metrics.ts';

/** Relative luminance as WCAG has it. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

test('every metric has one colour more than breaks, and the breaks ascend', () => {
  for (const metric of METRICS) {
    expect(COLOURS[metric]).toHaveLength(BREAKS[metric].length + 1);
    expect(BREAKS[metric].toSorted((one, other) => one - other)).toEqual(BREAKS[metric]);
  }
});

test('lightness alone orders the colours of each ramp', () => {
  for (const metric of METRICS) {
    const light = COLOURS[metric].map(luminance);
    const falling = light.toSorted((one, other) => other - one);
    expect([falling, falling.toReversed()]).toContainEqual(light);
    for (let at = 1; at < light.length; at += 1) {
      const [one, other] = [light[at - 1]! + 0.05, light[at]! + 0.05];
      expect(Math.max(one, other) / Math.min(one, other)).toBeGreaterThan(1.15);
    }
  }
});

test('a value at a break belongs to the class that begins there', () => {
  expect(classOf('utilization', 0.8499)).toBe(3);
  expect(classOf('utilization', 0.85)).toBe(4);
  expect(classOf('utilization', 0)).toBe(0);
  expect(colourOf('vacancy_rate', 0)).toBe(colourOf('utilization', 1));
});

test('the histogram counts every value once', () => {
  expect(histogram('utilization', [0, 0.39, 0.4, 0.86, 1])).toEqual([2, 1, 0, 0, 1, 1]);
});
