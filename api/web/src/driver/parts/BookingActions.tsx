// What its driver can do with a booking now. Cancelling asks once more; staying longer asks until
// when.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Step, laterEnds, stepsAt } from '../../shared/truth/booking-steps.ts';
import { rfc3339 } from '../../shared/truth/wall-time.ts';
import { cityHourText } from '../../shared/words/figures.ts';
import { t } from '../../shared/words/language.ts';
import type { Booking } from '../../shared/wire/booking.ts';
import { acting } from '../state/acts.ts';
import { takeStep } from '../state/bookings.ts';
import { cityNow } from '../state/city.ts';
import { focusBooking } from './BookingCard.tsx';

const STRONG: ReadonlySet<Step> = new Set<Step>(['confirm', 'check-in', 'check-out']);

export function BookingActions({ booking }: { booking: Booking }) {
  const [asking, ask] = useState<'extend' | 'cancel' | null>(null);
  const isBusy = acting.value === booking.bookingId;
  const steps = stepsAt(booking, cityNow.value.utcMs);
  const take = async (step: Step, body?: object) => {
    if (acting.peek() !== null) return;
    ask(null); // before: afterwards a driver who is quicker than the network may have asked the next
    await takeStep(booking, step, body);
    focusBooking(booking.bookingId);
  };
  const keep = () => {
    ask(null);
    focusBooking(booking.bookingId);
  };
  if (steps.length === 0) return null;
  if (isBusy) return <p class="actions" role="status"><span>{t('working')}</span></p>;
  const sure = booking.priceFen > 0 || booking.priceCredits > 0 ? 'cancel_sure' : 'cancel_sure_free';
  if (asking === 'cancel' && steps.includes('cancel')) {
    return (
      <Question words={t(sure)} keep={t('cancel_no')} onKeep={keep}>
        <button type="button" onClick={() => void take('cancel')}>{t('cancel_yes')}</button>
      </Question>
    );
  }
  if (asking === 'extend' && steps.includes('extend')) {
    return (
      <Question words={t('extend_pick')} keep={t('book_abandon')} onKeep={keep}>
        {laterEnds(booking).map((utcMs) => (
          <button
            type="button"
            key={utcMs}
            onClick={() => void take('extend', { to: rfc3339(utcMs, booking.to.offsetMin) })}
          >
            {t('extend_until', { to: cityHourText({ ...booking.to, utcMs }) })}
          </button>
        ))}
      </Question>
    );
  }
  return (
    <div class="actions">
      {steps.map((step) => (
        <button
          type="button"
          key={step}
          class={STRONG.has(step) ? 'strong' : ''}
          onClick={() => (step === 'cancel' || step === 'extend' ? ask(step) : void take(step))}
        >
          {t(`step_${step}`)}
        </button>
      ))}
    </div>
  );
}

interface QuestionProps {
  words: string;
  keep: string;
  onKeep(): void;
  children: ComponentChildren;
}

function Question({ words, keep, onKeep, children }: QuestionProps) {
  const frame = useRef<HTMLFieldSetElement>(null);
  useEffect(() => frame.current?.querySelector('button')?.focus(), []);
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onKeep();
  };
  return (
    <fieldset class="question" ref={frame} onKeyDown={leave}>
      <legend>{words}</legend>
      <div class="actions">
        {children}
        <button type="button" onClick={onKeep}>{keep}</button>
      </div>
    </fieldset>
  );
}
