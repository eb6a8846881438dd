// A person's key: kept for this tab alone, and sent in a header, never in an address.

import { type Signal, signal } from '@preact/signals';
import { forget, recall, remember } from '../memory.ts';

export type Refusal = 'unknown' | 'role' | 'offline';

export interface KeyStore {
  key: Signal<string | null>;
  /** Why the last key is no longer in use; null where there is nothing to say. */
  refusal: Signal<Refusal | null>;
  take(key: string): void;
  drop(why?: Refusal | null): void;
}

export function keyStore(storedAs: string): KeyStore {
  const key = signal<string | null>(recall(storedAs, 'sessionStorage'));
  const refusal = signal<Refusal | null>(null);
  return {
    key,
    refusal,
    take(given) {
      refusal.value = null;
      key.value = given;
      remember(storedAs, given, 'sessionStorage');
    },
    drop(why = null) {
      refusal.value = why;
      key.value = null;
      forget(storedAs, 'sessionStorage');
    },
  };
}
