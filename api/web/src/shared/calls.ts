// Calls that change something: sent, and sent again under the same idempotency key while no answer
// comes. What the answer means is the caller's matter.

import { apiUrl } from './address.ts';
import { NO_CONNECTION, type Problem, readProblem } from './wire/problem.ts';

export type Outcome = { value: unknown } | { problem: Problem };

export interface Call {
  path: string;
  query?: Record<string, string | number | null>;
  method?: 'POST' | 'DELETE';
  /** Whose key it is done under; none for what anybody may do. */
  bearer: string | null;
  /** The idempotency key; none where the call takes none, and is then sent once. */
  once: string | null;
  /** JSON as text, or a file as it is, which then claims no type unless it has one. */
  body?: string | Blob;
}

/** How long to wait before each further attempt. */
const PAUSES_MS = [300, 1200];
const ANSWER_WITHIN_MS = 15_000;

export async function send(call: Call): Promise<Outcome> {
  let outcome = await attempt(call);
  if (call.once === null) return outcome;
  for (const pauseMs of PAUSES_MS) {
    if (isSettled(outcome)) return outcome;
    await new Promise((resume) => setTimeout(resume, pauseMs));
    outcome = await attempt(call);
  }
  return outcome;
}

/** Whether it is known what became of it: not where no answer came, or the server was at fault. */
export function isSettled(outcome: Outcome): boolean {
  if ('value' in outcome) return true;
  const { status, slug } = outcome.problem;
  return status >= 400 && status < 500 && slug !== 'conflict';
}

async function attempt({ path, query, method, bearer, once, body }: Call): Promise<Outcome> {
  const headers = new Headers();
  if (typeof body === 'string') headers.set('content-type', 'application/json');
  if (bearer !== null) headers.set('authorization', `Bearer ${bearer}`);
  if (once !== null) headers.set('idempotency-key', once);
  try {
    const answer = await fetch(apiUrl(path, query), {
      method: method ?? 'POST',
      headers,
      body: body ?? null,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const said = (await answer.json().catch(() => null)) as unknown;
    return answer.ok ? { value: said } : { problem: readProblem(said, answer.status) };
  } catch {
    return { problem: NO_CONNECTION };
  }
}
