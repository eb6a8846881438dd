// All of a driver's bookings: what is open, what was told, what has been.

import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../shared/icons.tsx';
import { isOpenAt } from '../../shared/truth/booking-steps.ts';
import { t } from '../../shared/words/language.ts';
import { bookings, bookingsShown, loadBookings, openBookings, unread } from '../state/bookings.ts';
import { cityNow } from '../state/city.ts';
import { markSeen } from '../state/told.ts';
import { BookingCard } from './BookingCard.tsx';
import { Messages } from './Messages.tsx';

const EARLIER_SHOWN = 20;

export function BookingsPane() {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    back.current?.focus({ preventScroll: true });
    void loadBookings();
    const stop = onEscape();
    return () => {
      stop();
      markSeen(); // only now: until then the list shows which are new
    };
  }, []);
  const open = openBookings.value;
  const earlier = bookings.value
    .filter((booking) => !isOpenAt(booking, cityNow.value.utcMs))
    .slice(0, EARLIER_SHOWN);
  return (
    <article class="detail bookings" aria-labelledby="bookings-title">
      <button type="button" class="quiet back" ref={back} onClick={leave}>
        <Icon name="back" />
        {t('back')}
      </button>
      <h2 id="bookings-title">{t('my_bookings')}</h2>
      {unread.value && <p class="notice" role="status">{t('bookings_unread')}</p>}
      {open.length === 0 && <p class="empty">{t('bookings_none')}</p>}
      {open.map((booking) => <BookingCard key={booking.bookingId} booking={booking} />)}
      <Messages />
      {earlier.length > 0 && (
        <section aria-labelledby="earlier-title">
          <h3 id="earlier-title">{t('bookings_earlier')}</h3>
          {earlier.map((booking) => <BookingCard key={booking.bookingId} booking={booking} />)}
        </section>
      )}
    </article>
  );
}

/** The button that opened it takes the focus back. */
function leave(): void {
  bookingsShown.value = false;
  requestAnimationFrame(() =>
    document.querySelector<HTMLButtonElement>('.bookings-button')?.focus(),
  );
}

function onEscape(): () => void {
  const hear = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) leave();
  };
  document.addEventListener('keydown', hear);
  return () => document.removeEventListener('keydown', hear);
}
