// Asks the platform under a key. A key that is refused is dropped, so the page asks for another.

import { apiUrl } from '../address.ts';
import { NO_CONNECTION, type Problem, readProblem } from '../wire/problem.ts';
import type { KeyStore } from './key-store.ts';

export type Query = Record<string, string | number | null>;

export interface Request {
  path: string;
  query: Query;
}

export type Got = { answer: Response } | { problem: Problem };
export type GotJson = { value: unknown } | { problem: Problem };

export interface Asking {
  /** An answer, or why there is none. Only an abort is thrown on. */
  get(request: Request, key: string, signal?: AbortSignal): Promise<Got>;
  getJson(request: Request, key: string, signal?: AbortSignal): Promise<GotJson>;
}

export function askingWith(store: KeyStore): Asking {
  async function get(request: Request, key: string, signal?: AbortSignal): Promise<Got> {
    const headers = { authorization: `Bearer ${key}` };
    try {
      const url = apiUrl(request.path, request.query);
      const answer = await fetch(url, { headers, cache: 'no-store', ...(signal ? { signal } : {}) });
      if (answer.ok) return { answer };
      const problem = readProblem(await answer.json().catch(() => null), answer.status);
      dropWhereRefused(store, key, problem);
      return { problem };
    } catch (error) {
      if (signal?.aborted) throw error;
      return { problem: NO_CONNECTION };
    }
  }

  async function getJson(request: Request, key: string, signal?: AbortSignal): Promise<GotJson> {
    const got = await get(request, key, signal);
    if ('problem' in got) return got;
    return { value: (await got.answer.json().catch(() => null)) as unknown };
  }

  return { get, getJson };
}

/** A late word on a key that has been replaced says nothing of the new one. */
export function dropWhereRefused(store: KeyStore, key: string, { status }: Problem): void {
  const isInUse = store.key.peek() === null || store.key.peek() === key;
  if (isInUse && status === 401) store.drop('unknown');
  if (isInUse && status === 403) store.drop('role');
}

/** One text for one request, to tell whether it is the same again. */
export function nameOfRequest({ path, query }: Request): string {
  return apiUrl(path, query).href;
}
