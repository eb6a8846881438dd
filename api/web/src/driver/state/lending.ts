// What the open lot lends, now or within a day: asked when it is opened, and again when its live
// count of shared spaces changes.

import { computed, effect, signal } from '@preact/signals';
import { apiUrl, fetchJson } from '../../shared/address.ts';
import { type Span, fitted, probes } from '../../shared/truth/openings.ts';
import { rfc3339 } from '../../shared/truth/wall-time.ts';
import { type Offer, readOffer } from '../../shared/wire/offer.ts';
import { selectedId, stayMin } from './choices.ts';
import { cityNow, findLot } from './city.ts';
import { driverKey } from './driver-key.ts';
import type { KnownLot } from './lot-table.ts';

export interface Lending {
  lotId: string;
  /** A stay that can be booked. */
  span: Span;
  offer: Offer;
}

export const lending = signal<Lending | null>(null);

const SETTLE_MS = 300;
const NEAR_M = 30;
const MINUTE_MS = 60_000;

/** What decides whether to ask again: the lot, its live count of shared spaces, the stay. */
const question = computed(() => {
  const lot = findLot(selectedId.value);
  const shared = lot?.availability.byClass.shared;
  return lot && [lot.facts.lotId, shared?.free, shared?.capacity, stayMin.value].join(' ');
});

export function followLending(): void {
  let timer = 0;
  let running = new AbortController();
  effect(() => {
    const asked = question.value;
    window.clearTimeout(timer);
    running.abort();
    running = new AbortController();
    if (lending.peek()?.lotId !== selectedId.value) lending.value = null;
    if (!asked) return;
    const { signal: aborted } = running;
    timer = window.setTimeout(() => {
      look(aborted).catch(() => undefined); // aborted: asked anew
    }, SETTLE_MS);
  });
}

/** What a lot has free for all of a time; null where it has nothing, or nobody can say. */
export async function askOffer(
  { facts: { lotId, lat, lon } }: KnownLot,
  { fromMs, toMs }: Span,
  aborted: AbortSignal,
): Promise<Offer | null> {
  const { offsetMin } = cityNow.peek();
  const url = apiUrl('sharing/availability', {
    lat, lon, radius_m: NEAR_M, from: rfc3339(fromMs, offsetMin), to: rfc3339(toMs, offsetMin),
  });
  const key = driverKey.peek();
  const headers = key === null ? {} : { authorization: `Bearer ${key}` };
  return readOffer(await fetchJson(url, { signal: aborted, headers }), lotId);
}

async function look(aborted: AbortSignal): Promise<void> {
  const lot = findLot(selectedId.peek());
  if (!lot) return;
  const { lotId } = lot.facts;
  const stay = stayMin.peek();
  for (const [number, probe] of probes(cityNow.peek().utcMs, stay).entries()) {
    const offer = await askOffer(lot, probe, aborted);
    if (!offer) continue;
    const span = number === 0 ? probe : fitted(offer.hours, probe.fromMs, stay * MINUTE_MS);
    if (!span) continue;
    // Said of the stay that is proposed, not of the short one that found it.
    const whole = number === 0 ? offer : await askOffer(lot, span, aborted);
    if (whole) return void (lending.value = { lotId, span, offer: whole });
  }
  lending.value = null;
}
