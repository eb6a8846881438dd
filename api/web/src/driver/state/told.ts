// What the driver was told: notices from before, and those that come over the socket.

import { computed, effect, signal, untracked } from '@preact/signals';
import { apiUrl, fetchJson } from '../../shared/address.ts';
import type { LiveSocket } from '../../shared/live/socket.ts';
import { recall, remember } from '../../shared/memory.ts';
import { type Told, mergeTold, readAllTold } from '../../shared/wire/told.ts';
import { loadBookings } from './bookings.ts';
import { lastNotice } from './city.ts';
import { driverKey } from './driver-key.ts';

export const told = signal<Told[]>([]);
/** The newest one that came while the page was open, until it is dismissed. */
export const news = signal<Told | null>(null);

const STORED_AS = 'onelot.told_until';
const SHOWN = 20;

const seenUntilMs = signal(Number(recall(STORED_AS) ?? 0));
export const unseenCount = computed(() => told.value.filter(isUnseen).length);

export function isUnseen({ at }: Told): boolean {
  return at.utcMs > seenUntilMs.value;
}

export function markSeen(): void {
  news.value = null;
  const newest = told.peek()[0]?.at.utcMs ?? 0;
  if (newest <= seenUntilMs.peek()) return;
  seenUntilMs.value = newest;
  remember(STORED_AS, String(newest));
}

export function followTold(socket: LiveSocket): void {
  effect(() => {
    socket.signIn(driverKey.value);
    told.value = [];
    untracked(() => void loadTold());
  });
  effect(() => {
    const notice = lastNotice.value;
    if (notice === null) return;
    untracked(() => {
      if (notice.kind === 'signed-in') void loadTold();
      if (notice.told) hear(notice.told);
    });
  });
}

function hear(one: Told): void {
  told.value = mergeTold(told.peek(), [one]);
  news.value = one;
  void loadBookings();
}

async function loadTold(): Promise<void> {
  const key = driverKey.peek();
  if (key === null) return;
  const headers = { authorization: `Bearer ${key}` };
  const url = apiUrl('sharing/notices', { limit: SHOWN });
  const page = await fetchJson(url, { headers, cache: 'no-store' });
  if (driverKey.peek() === key) told.value = mergeTold(told.peek(), readAllTold(page));
}
