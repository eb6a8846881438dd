// Answers that follow what is chosen: asked again when the question changes, the old one standing
// meanwhile, and never overtaken by an older one.

import { type ReadonlySignal, effect, signal } from '@preact/signals';
import { type Request, nameOfRequest } from '../../shared/key/ask.ts';
import { type Problem, readProblem } from '../../shared/wire/problem.ts';
import { getJson } from './ask.ts';
import { plannerKey } from './key.ts';

export interface Answered<Value> {
  value: Value | null;
  /** Why there is no newer value. */
  problem: Problem | null;
  isAsking: boolean;
}

const NOTHING_ASKED = { value: null, problem: null, isAsking: false };

export function answerTo<Value>(
  question: ReadonlySignal<Request | null>,
  read: (answer: unknown) => Value | null,
): { answer: ReadonlySignal<Answered<Value>>; follow(): void } {
  const answer = signal<Answered<Value>>(NOTHING_ASKED);
  let asking: AbortController | null = null;
  let asked = '';

  async function ask(request: Request, key: string): Promise<void> {
    asking?.abort();
    const mine = (asking = new AbortController());
    answer.value = { ...answer.peek(), isAsking: true };
    try {
      const got = await getJson(request, key, mine.signal);
      const value = 'value' in got ? read(got.value) : null;
      const problem = 'problem' in got ? got.problem : value === null ? readProblem(null, 0) : null;
      if (!mine.signal.aborted) answer.value = { value, problem, isAsking: false };
    } catch {
      // A newer question took its place, or the key is gone.
    }
  }

  function follow(): void {
    effect(() => {
      const [request, key] = [question.value, plannerKey.value];
      const name = request && key ? `${key} ${nameOfRequest(request)}` : '';
      if (name === asked) return;
      asked = name;
      if (request && key) return void ask(request, key);
      asking?.abort();
      answer.value = NOTHING_ASKED;
    });
  }

  return { answer, follow };
}
