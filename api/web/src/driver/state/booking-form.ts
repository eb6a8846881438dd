// The form in which a driver asks for a shared space: when, and with which car; what that would
// cost is asked of the platform while it is filled in.

import { effect, signal } from '@preact/signals';
import { recall, remember } from '../../shared/memory.ts';
import { type Span, stayFrom } from '../../shared/truth/openings.ts';
import { rfc3339 } from '../../shared/truth/wall-time.ts';
import { readBookings } from '../../shared/wire/booking.ts';
import type { Offer } from '../../shared/wire/offer.ts';
import type { Problem } from '../../shared/wire/problem.ts';
import { act } from './acts.ts';
import { loadBookings, putBooking, touchedId } from './bookings.ts';
import { selectedId, sheetTall, stayMin } from './choices.ts';
import { cityNow, findLot } from './city.ts';
import { askOffer, lending } from './lending.ts';

export interface Form extends Span {
  lotId: string;
  /** As long as nobody has touched them, the times move on with the clock. */
  isTouched: boolean;
}

export type Quote = Offer | 'asking' | 'none';
export const HOLD = 'hold';

export const form = signal<Form | null>(null);
export const plate = signal(recall('onelot.plate') ?? '');
export const quote = signal<Quote>('asking');
export const formProblem = signal<Problem | null>(null);

const SETTLE_MS = 350;

export function openForm(lotId: string): void {
  const known = lending.peek()?.lotId === lotId ? lending.peek() : null;
  const span = known?.span ?? stayFrom(cityNow.peek().utcMs, stayMin.peek());
  formProblem.value = null;
  sheetTall.value = true;
  form.value = { lotId, ...span, isTouched: false };
}

export function closeForm(): void {
  form.value = null;
  formProblem.value = null;
}

export function changeTimes(change: Partial<Span>): void {
  const now = form.peek();
  if (now) form.value = { ...now, ...change, isTouched: true };
}

/** Ask for the space; the booking's id where it is held now. */
export async function hold(): Promise<string | null> {
  const asked = form.peek();
  if (!asked) return null;
  const wanted = asked.isTouched ? asked : movedOn(asked);
  form.value = { ...wanted, isTouched: true }; // the same wish, should it have to be sent again
  formProblem.value = null;
  const { offsetMin } = cityNow.peek();
  const outcome = await act(HOLD, 'sharing/bookings', {
    lot_id: wanted.lotId,
    from: rfc3339(wanted.fromMs, offsetMin),
    to: rfc3339(wanted.toMs, offsetMin),
    plate: plate.peek().trim(),
  });
  if ('problem' in outcome) {
    formProblem.value = outcome.problem;
    return null;
  }
  remember('onelot.plate', plate.peek().trim());
  closeForm();
  const held = readBookings(outcome.value);
  held.forEach(putBooking);
  touchedId.value = held[0]?.bookingId ?? null;
  void loadBookings();
  return held[0]?.bookingId ?? null;
}

function movedOn(asked: Form): Form {
  const { utcMs } = cityNow.peek();
  if (asked.fromMs >= utcMs) return asked;
  const { fromMs } = stayFrom(utcMs, 0);
  return { ...asked, fromMs, toMs: asked.toMs + (fromMs - asked.fromMs) };
}

export function followForm(): void {
  let timer = 0;
  let running = new AbortController();
  effect(() => {
    const asked = form.value;
    void lending.value; // asked anew when the lot's spaces change
    window.clearTimeout(timer);
    running.abort();
    if (!asked) return;
    running = new AbortController();
    const { signal: aborted } = running;
    if (quote.peek() === 'none') quote.value = 'asking';
    timer = window.setTimeout(() => {
      askQuote(asked, aborted).catch(() => undefined); // aborted: asked anew
    }, SETTLE_MS);
  });
  effect(() => {
    if (selectedId.value !== form.peek()?.lotId) closeForm();
  });
}

async function askQuote(asked: Form, aborted: AbortSignal): Promise<void> {
  const lot = findLot(asked.lotId);
  const isSpan = asked.toMs > asked.fromMs;
  const offer = lot && isSpan ? await askOffer(lot, asked, aborted) : null;
  quote.value = offer ?? 'none';
}
