// When and with which car: two times of the city's clock and a plate, with what it would cost.

import { useEffect, useRef } from 'preact/hooks';
import { STEP_MIN } from '../../shared/truth/openings.ts';
import { wallMs, wallText } from '../../shared/truth/wall-time.ts';
import { cityMomentText, costText } from '../../shared/words/figures.ts';
import { t } from '../../shared/words/language.ts';
import type { Offer } from '../../shared/wire/offer.ts';
import { acting } from '../state/acts.ts';
import {
  HOLD, changeTimes, closeForm, form, formProblem, hold, plate, quote,
} from '../state/booking-form.ts';
import { cityNow, findLot } from '../state/city.ts';
import { focusBooking } from './BookingCard.tsx';
import { ProblemNote } from './ProblemNote.tsx';

const PROBLEM = 'booking-problem';

export function BookingForm() {
  const asked = form.value;
  const frame = useRef<HTMLFormElement>(null);
  // A plate that is known needs no typing: the next tap is the button that holds.
  useEffect(() => {
    const next = plate.peek() === '' ? 'input[name=plate]' : 'button.strong';
    frame.current?.querySelector<HTMLElement>(next)?.focus({ preventScroll: true });
    frame.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const problem = formProblem.value;
  useEffect(() => {
    if (problem) frame.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [problem]);
  if (!asked) return null;
  const isBusy = acting.value === HOLD;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (acting.peek() !== null) return;
    const bookingId = await hold();
    if (bookingId) focusBooking(bookingId);
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    leaveForm();
  };
  return (
    <form
      class="booking-form"
      ref={frame}
      onSubmit={submit}
      onKeyDown={leave}
      aria-label={t('book')}
    >
      <TimeField
        name="from"
        label={t('book_from')}
        utcMs={asked.fromMs}
        onTime={(fromMs) => changeTimes({ fromMs })}
      />
      <TimeField
        name="to"
        label={t('book_to')}
        utcMs={asked.toMs}
        onTime={(toMs) => changeTimes({ toMs })}
      />
      <label class="field wide">
        <span>{t('book_plate')}</span>
        <input
          name="plate"
          required
          maxLength={16}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          placeholder="鲁A12345"
          value={plate.value}
          {...wrong('plate')}
          onInput={(event) => (plate.value = event.currentTarget.value)}
        />
        <small>{t('book_plate_hint')}</small>
      </label>
      <QuoteLine />
      {problem && <ProblemNote id={PROBLEM} problem={problem} />}
      <div class="actions wide">
        <button type="submit" class="strong" aria-disabled={isBusy}>
          {t(isBusy ? 'book_holding' : 'book_hold')}
        </button>
        <button type="button" onClick={leaveForm}>{t('book_abandon')}</button>
      </div>
    </form>
  );
}

/** The button that opened it takes the focus back. */
function leaveForm(): void {
  closeForm();
  requestAnimationFrame(() =>
    document.querySelector<HTMLButtonElement>('.shared-line button')?.focus(),
  );
}

interface TimeFieldProps {
  name: string;
  label: string;
  utcMs: number;
  onTime(utcMs: number): void;
}

function TimeField({ name, label, utcMs, onTime }: TimeFieldProps) {
  const { offsetMin } = cityNow.value;
  const take = (text: string) => {
    const chosen = wallMs(text, offsetMin);
    if (chosen !== null) onTime(chosen);
  };
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="datetime-local"
        name={name}
        required
        step={STEP_MIN * 60}
        value={wallText(utcMs, offsetMin)}
        {...wrong(name)}
        onChange={(event) => take(event.currentTarget.value)}
      />
    </label>
  );
}

/** Attributes of a field that the platform found wrong. */
function wrong(name: string): { 'aria-invalid'?: 'true'; 'aria-describedby'?: string } {
  if (formProblem.value?.pointer !== `/${name}`) return {};
  return { 'aria-invalid': 'true', 'aria-describedby': PROBLEM };
}

/** How many and how dear, with what else one must know; or why nothing can be said. */
function QuoteLine() {
  const said = quote.value;
  if (typeof said === 'string') {
    const key = said === 'none' ? noneKey() : 'book_quote_asking';
    return <p class="quote wide" role="status">{t(key)}</p>;
  }
  const { spaces: n, priceFen, priceCredits } = said;
  return (
    <p class="quote wide" role="status">
      <strong>{t('book_quote', { n, price: costText(priceFen, priceCredits) })}</strong>{' '}
      <span class="faint">{conditionsOf(said).join(' · ')}</span>
    </p>
  );
}

function noneKey(): 'book_quote_unsure' | 'book_quote_none' {
  const shared = findLot(form.value?.lotId ?? null)?.availability.byClass.shared;
  return (shared?.free ?? 0) > 0 ? 'book_quote_unsure' : 'book_quote_none';
}

function conditionsOf(offer: Offer): string[] {
  const { maxHeightM, maxSeats, cancelMin, priceFen, priceCredits } = offer;
  const isPaid = priceFen > 0 || priceCredits > 0;
  return [
    maxHeightM !== null && t('limit_height', { n: maxHeightM }),
    maxSeats !== null && t('limit_seats', { n: maxSeats }),
    untilOf(offer),
    isPaid && cancelMin !== null && t('book_cancel_free', { n: cancelMin }),
  ].filter((words) => words !== false);
}

/** At midnight one window may only give way to the next: that is not said. */
function untilOf({ hours }: Offer): string | false {
  const utcMs = Math.max(...hours.map(({ stay }) => stay.toMs));
  const { offsetMin } = cityNow.value;
  const isKnown = Number.isFinite(utcMs) && !wallText(utcMs, offsetMin).endsWith('T00:00');
  return isKnown && t('book_until', { to: cityMomentText({ utcMs, offsetMin }) });
}
