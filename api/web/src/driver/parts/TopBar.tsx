// Name of the product, how alive the connection is, one's bookings, and the language switch.

import { Icon } from '../../shared/icons.tsx';
import { LanguageButton } from '../../shared/parts/LanguageButton.tsx';
import { clockText } from '../../shared/words/figures.ts';
import { nameOf, t } from '../../shared/words/language.ts';
import { bookingsShown, openCount } from '../state/bookings.ts';
import { sheetTall } from '../state/choices.ts';
import { heardAt, link } from '../state/city.ts';
import { cityCard } from '../state/search.ts';
import { unseenCount } from '../state/told.ts';

export function TopBar() {
  const city = cityCard.value;
  return (
    <div class="bar">
      <div class="brand">
        <h1>{t('title')}</h1>
        <p>{t('tagline', { city: city ? nameOf(city) : '' })}</p>
      </div>
      <LinkState />
      <BookingsButton />
      <LanguageButton />
    </div>
  );
}

function LinkState() {
  const state = link.value;
  const since = heardAt.value;
  const words =
    state === 'live'
      ? t('live')
      : state === 'connecting' || since === null
        ? t('connecting')
        : t('offline', { time: clockText(since) });
  return (
    <p class="link" data-link={state} role="status">
      {words}
    </p>
  );
}

/** The badge counts what is open; it stands out when something was told that nobody has read. */
function BookingsButton() {
  const [n, news] = [openCount.value, unseenCount.value];
  const words =
    news > 0
      ? t('my_bookings_news', { n, news })
      : n > 0
        ? t('my_bookings_open', { n })
        : t('my_bookings');
  const turn = () => {
    bookingsShown.value = !bookingsShown.value;
    sheetTall.value ||= bookingsShown.value;
  };
  return (
    <button
      type="button"
      class="quiet bookings-button"
      aria-label={words}
      title={words}
      aria-expanded={bookingsShown.value}
      onClick={turn}
    >
      <Icon name="ticket" />
      {(n > 0 || news > 0) && <b data-news={news > 0} aria-hidden="true">{n || '!'}</b>}
    </button>
  );
}
