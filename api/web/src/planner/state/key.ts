// The planner's key: kept for this tab alone, and sent in a header, never in an address.

import { signal } from '@preact/signals';

const STORED_AS = 'onelot.planner';

export const plannerKey = signal<string | null>(recalled());
/** Why the last key is no longer in use; null where there is nothing to say. */
export const refusal = signal<'unknown' | 'role' | 'offline' | null>(null);

export function takeKey(key: string): void {
  refusal.value = null;
  plannerKey.value = key;
  try {
    sessionStorage.setItem(STORED_AS, key);
  } catch {
    // Forbidden here: the key holds until the page is left.
  }
}

export function dropKey(why: typeof refusal.value = null): void {
  refusal.value = why;
  plannerKey.value = null;
  try {
    sessionStorage.removeItem(STORED_AS);
  } catch {
    // Nothing was kept.
  }
}

function recalled(): string | null {
  try {
    return sessionStorage.getItem(STORED_AS);
  } catch {
    return null;
  }
}
