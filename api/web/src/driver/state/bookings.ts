// The driver's own bookings: read from the platform, and again whenever something may have changed.

import { computed, effect, signal } from '@preact/signals';
import { apiUrl } from '../../shared/address.ts';
import { type Step, isOpenAt } from '../../shared/truth/booking-steps.ts';
import { type Booking, readBookings } from '../../shared/wire/booking.ts';
import type { Problem } from '../../shared/wire/problem.ts';
import { act } from './acts.ts';
import { selectedId } from './choices.ts';
import { cityNow } from './city.ts';
import { driverKey, forgetDriver } from './driver-key.ts';

export const bookings = signal<Booking[]>([]);
/** They could not be read the last time. */
export const unread = signal(false);
/** What the platform said of the last step that failed. */
export const refusal = signal<{ bookingId: string; problem: Problem } | null>(null);
export const bookingsShown = signal(false);
/** The booking that was held or changed last: it stays in sight where it was, even when it ends. */
export const touchedId = signal<string | null>(null);

export const openBookings = computed(() =>
  bookings.value
    .filter((booking) => isOpenAt(booking, cityNow.value.utcMs))
    .toSorted((one, other) => one.from.utcMs - other.from.utcMs),
);
export const openCount = computed(() => openBookings.value.length);

const SHOWN = 50;
const TICK_MS = 2_000;
/** While a gate is awaited, and otherwise while something is open. */
const SOON_MS = 3_000;
const USUAL_MS = 20_000;

let asked = 0;
let askedAtMs = -Infinity;

export async function loadBookings(): Promise<void> {
  const key = driverKey.peek();
  if (key === null) return void (bookings.value = []);
  askedAtMs = performance.now();
  const number = ++asked;
  const answer = await fetch(apiUrl('sharing/bookings', { limit: SHOWN }), {
    headers: { authorization: `Bearer ${key}` },
    cache: 'no-store',
  }).catch(() => null);
  if (answer?.status === 401 && driverKey.peek() === key) forgetDriver();
  const page = answer?.ok ? ((await answer.json().catch(() => null)) as unknown) : null;
  if (number !== asked) return; // a newer question runs
  unread.value = page === null;
  if (page !== null) bookings.value = readBookings(page);
}

/** The card that a step concerns shows what came of it. */
export async function takeStep(booking: Booking, step: Step, body?: object): Promise<void> {
  const { bookingId } = booking;
  const verb = step === 'let-go' ? 'cancel' : step;
  refusal.value = null;
  touchedId.value = bookingId;
  const outcome = await act(bookingId, `sharing/bookings/${bookingId}/${verb}`, body);
  if ('problem' in outcome) refusal.value = { bookingId, problem: outcome.problem };
  else readBookings(outcome.value).forEach(putBooking);
  await loadBookings();
}

/** One that is newer than what is held, or not held yet. */
export function putBooking(newer: Booking): void {
  const others = bookings.peek().filter((booking) => booking.bookingId !== newer.bookingId);
  bookings.value = [newer, ...others];
}

export function followBookings(): void {
  effect(() => {
    void driverKey.value;
    void loadBookings();
  });
  window.setInterval(() => {
    const isStale = performance.now() - askedAtMs > pauseMs();
    if (isStale && document.visibilityState === 'visible') void loadBookings();
  }, TICK_MS);
  let before = selectedId.peek();
  effect(() => {
    if (selectedId.value !== before) {
      bookingsShown.value = false;
      touchedId.value = null;
    }
    before = selectedId.value;
  });
}

function pauseMs(): number {
  if (unread.peek()) return SOON_MS;
  const open = openBookings.peek();
  if (open.length === 0) return Infinity;
  return open.some(({ status }) => status === 'pending_gate') ? SOON_MS : USUAL_MS;
}
