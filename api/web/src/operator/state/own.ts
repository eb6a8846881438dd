// What one's key opens: who one is, one's lots as registered, how one's feeds do.

import { computed } from '@preact/signals';
import type { Request } from '../../shared/key/ask.ts';
import { type FeedHealth, readFeeds } from '../../shared/wire/operator/feeds.ts';
import { type Identity, readIdentity } from '../../shared/wire/operator/identity.ts';
import { type OwnLot, readOwnLots } from '../../shared/wire/operator/own-lot.ts';
import { WHO, asOperator } from './key.ts';
import { type Asks, polled } from './polled.ts';

const FEEDS_EVERY_MS = 10_000;
const LOTS_EVERY_MS = 60_000;
const WHO_EVERY_MS = 600_000;
const A_PAGE = 1_000;
const PAGES_MOST = 20;

export const { answer: feeds, follow: followFeeds, refresh: refreshFeeds } =
  polled<FeedHealth>(one({ path: 'operator/feeds', query: {} }, readFeeds), FEEDS_EVERY_MS);
export const { answer: identity, follow: followIdentity } =
  polled<Identity>(one(WHO, readIdentity), WHO_EVERY_MS);
export const { answer: registered, follow: followRegistered } =
  polled<OwnLot[]>(allLots, LOTS_EVERY_MS);

export const ownLots = computed<readonly OwnLot[]>(() => registered.value.value ?? []);
const byId = computed(() => new Map(ownLots.value.map((lot) => [lot.lotId, lot])));

export function findOwnLot(lotId: string | null): OwnLot | null {
  return lotId === null ? null : (byId.value.get(lotId) ?? null);
}

function one<Value>(request: Request, read: (answer: unknown) => Value | null): Asks<Value> {
  return async (key, signal) => {
    const got = await asOperator.getJson(request, key, signal);
    return 'value' in got ? { value: read(got.value) } : got;
  };
}

/** Page after page, in the order of the ids. */
async function allLots(key: string, signal: AbortSignal): ReturnType<Asks<OwnLot[]>> {
  const lots: OwnLot[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MOST; page += 1) {
    const request: Request = { path: 'operator/lots', query: { limit: A_PAGE, cursor } };
    const got = await asOperator.getJson(request, key, signal);
    if ('problem' in got) return got;
    const told = readOwnLots(got.value);
    if (told === null) return { value: null };
    lots.push(...told.lots);
    cursor = told.nextCursor;
    if (cursor === null) break;
  }
  return { value: lots };
}
