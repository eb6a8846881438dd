// Asks the platform as a planner. A key that is refused is dropped, so the page asks for another.

import { apiUrl } from '../../shared/address.ts';
import { NO_CONNECTION, type Problem, readProblem } from '../../shared/wire/problem.ts';
import { dropKey, plannerKey } from './key.ts';

export type Query = Record<string, string | number | null>;

export interface Request {
  path: string;
  query: Query;
}

export type Got = { answer: Response } | { problem: Problem };

/** An answer, or why there is none. Only an abort is thrown on. */
export async function get(request: Request, key: string, signal?: AbortSignal): Promise<Got> {
  const headers = { authorization: `Bearer ${key}` };
  try {
    const url = apiUrl(request.path, request.query);
    const answer = await fetch(url, { headers, cache: 'no-store', ...(signal ? { signal } : {}) });
    if (answer.ok) return { answer };
    const problem = readProblem(await answer.json().catch(() => null), answer.status);
    // A late word on a key that has been replaced says nothing of the new one.
    const isInUse = plannerKey.peek() === null || plannerKey.peek() === key;
    if (isInUse && answer.status === 401) dropKey('unknown');
    if (isInUse && answer.status === 403) dropKey('role');
    return { problem };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { problem: NO_CONNECTION };
  }
}

export async function getJson(
  request: Request,
  key: string,
  signal?: AbortSignal,
): Promise<{ value: unknown } | { problem: Problem }> {
  const got = await get(request, key, signal);
  if ('problem' in got) return got;
  return { value: (await got.answer.json().catch(() => null)) as unknown };
}

/** One text for one request, to tell whether it is the same again. */
export function nameOfRequest({ path, query }: Request): string {
  return apiUrl(path, query).href;
}
