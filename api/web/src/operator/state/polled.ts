// Answers that are asked for again and again while somebody looks, the old one standing meanwhile.

import { type ReadonlySignal, effect, signal } from '@preact/signals';
import { type Problem, readProblem } from '../../shared/wire/problem.ts';
import { operatorKey } from './key.ts';

export interface Polled<Value> {
  value: Value | null;
  /** Why there is no newer value. */
  problem: Problem | null;
}

/** What asks; null where the answer could not be read. */
export type Asks<Value> = (
  key: string,
  signal: AbortSignal,
) => Promise<{ value: Value | null } | { problem: Problem }>;

export function polled<Value>(
  asks: Asks<Value>,
  everyMs: number,
): { answer: ReadonlySignal<Polled<Value>>; follow(): void; refresh(): void } {
  const answer = signal<Polled<Value>>({ value: null, problem: null });
  let asking: AbortController | null = null;
  let timer = 0;

  async function ask(key: string): Promise<void> {
    window.clearTimeout(timer);
    asking?.abort();
    const mine = (asking = new AbortController());
    try {
      const got = await asks(key, mine.signal);
      if (mine.signal.aborted) return;
      const value = 'value' in got ? got.value : null;
      const problem = 'problem' in got ? got.problem : value === null ? readProblem(null, 0) : null;
      answer.value = { value: value ?? answer.peek().value, problem };
    } catch {
      return; // a newer question took its place, or the key is gone
    }
    timer = window.setTimeout(refresh, everyMs);
  }

  /** Ask at once; a page that nobody sees asks when it is seen again. */
  function refresh(): void {
    const key = operatorKey.peek();
    if (key !== null && document.visibilityState === 'visible') void ask(key);
  }

  function follow(): void {
    document.addEventListener('visibilitychange', refresh);
    effect(() => {
      const key = operatorKey.value;
      if (key !== null) return refresh();
      window.clearTimeout(timer);
      asking?.abort();
      answer.value = { value: null, problem: null };
    });
  }

  return { answer, follow, refresh };
}
