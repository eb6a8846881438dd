// One booking: which space, in which state and until when, what that means, and what can be done.

import { leftText, costText, spanText } from '../../shared/words/figures.ts';
import { nameOf, t } from '../../shared/words/language.ts';
import { type ShownStatus, statusAt } from '../../shared/truth/booking-steps.ts';
import type { Booking } from '../../shared/wire/booking.ts';
import { refusal } from '../state/bookings.ts';
import { selectedId } from '../state/choices.ts';
import { cityNow } from '../state/city.ts';
import { lotNamed } from '../state/lot-names.ts';
import { BookingActions } from './BookingActions.tsx';
import { ProblemNote } from './ProblemNote.tsx';

/** `here`: shown at its own lot, whose name need not be said. */
export function BookingCard({ booking, here = false }: { booking: Booking; here?: boolean }) {
  const { bookingId, from, to } = booking;
  const status = statusAt(booking, cityNow.value.utcMs);
  const refused = refusal.value?.bookingId === bookingId ? refusal.value.problem : null;
  const told = tellOf(booking, status);
  const title = `booking-${bookingId}`;
  return (
    <article class="booking" data-booking={bookingId} data-status={status} aria-labelledby={title}>
      <p class="booking-space">
        <span class="unseen">{t('space_code', { code: '' })}</span>
        <b>{booking.spaceCode ?? '?'}</b>
      </p>
      <div class="booking-words">
        <h4 id={title} tabIndex={-1}>{t(`status_${status}`)}</h4>
        <p class="lot-line">
          <Place booking={booking} here={here} />
          <span>{spanText(from, to)}</span>
          <span>{costText(booking.priceFen, booking.priceCredits)}</span>
          <TimeLeft booking={booking} status={status} />
        </p>
      </div>
      {told && <p class="booking-told">{told}</p>}
      {refused && <ProblemNote problem={refused} />}
      <BookingActions booking={booking} />
    </article>
  );
}

/** A booking that has just come, or come on a step: its strongest button, else its heading. */
export function focusBooking(bookingId: string): void {
  requestAnimationFrame(() => {
    const card = document.querySelector(`[data-booking="${CSS.escape(bookingId)}"]`);
    const next = card?.querySelector<HTMLElement>('button.strong') ?? card?.querySelector('h4');
    next?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: 'nearest' });
  });
}

function Place({ booking: { lotId }, here }: { booking: Booking; here: boolean }) {
  if (here) return null;
  if (lotId === null) return <span>{t('private_space')}</span>;
  const named = lotNamed(lotId);
  return (
    <button type="button" class="as-link" onClick={() => (selectedId.value = lotId)}>
      {named ? nameOf(named) : lotId}
    </button>
  );
}

function TimeLeft({ booking, status }: { booking: Booking; status: ShownStatus }) {
  const now = cityNow.value.utcMs;
  if (status === 'held' && booking.holdExpires) {
    const left = leftText(booking.holdExpires.utcMs - now);
    return <span class="time-left" role="timer">{t('hold_left', { left })}</span>;
  }
  if (status !== 'active') return null;
  const left = leftText(booking.to.utcMs - now);
  return <span class="time-left" role="timer">{t('stay_ends_in', { left })}</span>;
}

function tellOf(booking: Booking, status: ShownStatus): string | null {
  if (status === 'held' && booking.lotId === null) return `${t('tell_held')} ${t('private_hint')}`;
  switch (status) {
    case 'held':
    case 'pending_gate':
    case 'overstay':
    case 'active':
      return t(`tell_${status}`);
    case 'confirmed':
      if (booking.isAtRisk) return t('tell_at_risk');
      return t(booking.hasGate ? 'tell_confirmed_gate' : 'tell_confirmed');
    default:
      return null;
  }
}
