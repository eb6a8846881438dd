// The planner's key: kept for this tab alone, and sent in a header, never in an address.

import { signal } from '@preact/signals';
import { forget, recall, remember } from '../../shared/memory.ts';

const STORED_AS = 'onelot.planner';

export const plannerKey = signal<string | null>(recall(STORED_AS, 'sessionStorage'));
/** Why the last key is no longer in use; null where there is nothing to say. */
export const refusal = signal<'unknown' | 'role' | 'offline' | null>(null);

export function takeKey(key: string): void {
  refusal.value = null;
  plannerKey.value = key;
  remember(STORED_AS, key, 'sessionStorage');
}

export function dropKey(why: typeof refusal.value = null): void {
  refusal.value = why;
  plannerKey.value = null;
  forget(STORED_AS, 'sessionStorage');
}
