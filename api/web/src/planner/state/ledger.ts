// The first question of all: who is connected, and what time it is in the city. Its answer shows
// that the key is good.

import { computed, signal } from '@preact/signals';
import type { Request } from '../../shared/key/ask.ts';
import { readLedger } from '../../shared/wire/planner/ledger.ts';
import { answerTo } from './answers.ts';

export const LEDGER: Request = { path: 'planner/coverage', query: { level: 'city' } };

export const { answer: ledger, follow: followLedger } = answerTo(signal(LEDGER), readLedger);

/** The last full hour of the city's time. */
export const cityNow = computed(() => ledger.value.value?.at ?? null);
