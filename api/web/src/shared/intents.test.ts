import { expect, test } from 'vitest';
import { isSettled } from './calls.ts';
import { Intents } from './intents.ts';
import { NO_CONNECTION, readProblem } from './wire/problem.ts';

function counted(): Intents {
  let made = 0;
  return new Intents(() => `key-${++made}`);
}

test('a wish keeps its key while nobody knows what became of it', () => {
  const intents = counted();
  expect([intents.keyFor('hold A'), intents.keyFor('hold A')]).toEqual(['key-1', 'key-1']);
  expect(intents.keyFor('hold B')).toBe('key-2');
});

test('after an answer the same wish is a new one', () => {
  const intents = counted();
  intents.keyFor('cancel');
  intents.settle('cancel');
  expect(intents.keyFor('cancel')).toBe('key-2');
});

test('no answer, a fault of the server and a busy one settle nothing; a refusal does', () => {
  const refused = (slug: string, status: number) => ({
    problem: readProblem({ type: `https://x/problems/${slug}` }, status),
  });
  expect(isSettled({ problem: NO_CONNECTION })).toBe(false);
  expect(isSettled(refused('unavailable', 503))).toBe(false);
  expect(isSettled(refused('conflict', 409))).toBe(false);
  expect(isSettled(refused('slot-taken', 409))).toBe(true);
  expect(isSettled({ value: null })).toBe(true);
});
