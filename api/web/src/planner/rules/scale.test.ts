import { expect, test } from 'vitest';
import { boxAround, resolutionAt } from './scale.ts';

test('nearer is finer, from resolution 6 to 9', () => {
  expect([7, 10.5, 12.5, 14.5, 18].map(resolutionAt)).toEqual([6, 7, 8, 9, 9]);
});

test('the box holds what is seen and does not change with every move', () => {
  const box = boxAround([117.01, 36.61, 117.09, 36.69], 8)!;
  expect(box).toEqual([117, 36.6, 117.2, 36.8]);
  expect(boxAround([117.05, 36.64, 117.13, 36.72], 8)).toEqual(box);
});

test('coarse cells are asked for of the whole city', () => {
  expect(boxAround([117, 36, 118, 37], 7)).toBeNull();
});
