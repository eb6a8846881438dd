// A lot's shared spaces: what can be booked now or later, the form to do so, and what this driver
// has booked here. Nothing where the lot lends nothing.

import { costText, spanText } from '../../shared/words/figures.ts';
import { t } from '../../shared/words/language.ts';
import type { Count } from '../../shared/wire/availability.ts';
import { form, openForm } from '../state/booking-form.ts';
import { bookings, openBookings, touchedId } from '../state/bookings.ts';
import { cityNow } from '../state/city.ts';
import { type Lending, lending } from '../state/lending.ts';
import type { KnownLot } from '../state/lot-table.ts';
import { BookingCard } from './BookingCard.tsx';
import { BookingForm } from './BookingForm.tsx';

export function SharedSpaces({ lot }: { lot: KnownLot }) {
  const { lotId } = lot.facts;
  const shared = lot.availability.byClass.shared ?? null;
  const offered = lending.value?.lotId === lotId ? lending.value : null;
  const own = bookings.value.filter(
    (booking) =>
      booking.bookingId === touchedId.value ||
      (booking.lotId === lotId && openBookings.value.includes(booking)),
  );
  const isAsking = form.value?.lotId === lotId;
  if (!shared && !offered && own.length === 0) return null;
  return (
    <section class="shared" aria-labelledby="shared-title">
      <h3 id="shared-title">{t('shared_spaces')}</h3>
      {own.map((booking) => <BookingCard key={booking.bookingId} booking={booking} here />)}
      {isAsking ? (
        <BookingForm />
      ) : (
        <div class="shared-line">
          <div>
            <NowLine shared={shared} />
            {offered && <OfferLine offered={offered} shared={shared} />}
          </div>
          <div class="actions">
            <button
              type="button"
              class={own.length === 0 ? 'strong' : ''}
              onClick={() => openForm(lotId)}
            >
              {t('book')}
            </button>
          </div>
        </div>
      )}
    </section>
  );
}

/** The live count, which nobody needs to ask for. */
function NowLine({ shared }: { shared: Count | null }) {
  if (!shared) return null;
  const free = shared.free ?? 0;
  return (
    <p class="count-line">{free > 0 ? t('shared_now', { free }) : t('shared_none_now')}</p>
  );
}

interface OfferLineProps {
  offered: Lending;
  shared: Count | null;
}

function OfferLine({ offered: { span, offer }, shared }: OfferLineProps) {
  const { offsetMin } = cityNow.value;
  const [from, to] = [span.fromMs, span.toMs].map((utcMs) => ({ utcMs, offsetMin }));
  if (!from || !to) return null;
  const price = costText(offer.priceFen, offer.priceCredits);
  return (
    <p class={shared ? 'faint lot-line' : ''}>
      <span>{spanText(from, to)}</span>
      <span>{t('book_quote', { n: offer.spaces, price })}</span>
    </p>
  );
}
