// The period: the last days up to the last full hour, or from one moment of the city to another.

import { signal } from '@preact/signals';
import { Choice } from '../../shared/parts/Choice.tsx';
import { wallMs, wallText } from '../../shared/truth/wall-time.ts';
import { DAY_MS, LAST_DAYS, type Span } from '../rules/period.ts';
import { span, takeSpan } from '../state/choices.ts';
import { figures } from '../state/figures.ts';
import { cityNow } from '../state/ledger.ts';
import { say } from '../words.ts';

const BETWEEN = 'between';
const isWrong = signal(false);

export function PeriodChoice() {
  const chosen = span.value;
  const choose = (word: string) => {
    isWrong.value = false;
    takeSpan(word === BETWEEN ? asMoments(chosen) : { lastDays: Number(word) });
  };
  return (
    <>
      <Choice
        label={say('time')}
        value={'lastDays' in chosen ? String(chosen.lastDays) : BETWEEN}
        options={[
          ...LAST_DAYS.map((days) => [String(days), daysText(days)] as const),
          [BETWEEN, say('between')],
        ]}
        onChange={choose}
      />
      {!('lastDays' in chosen) && <Between chosen={chosen} />}
    </>
  );
}

function Between({ chosen: { from, to } }: { chosen: Exclude<Span, { lastDays: number }> }) {
  return (
    <form class="between" onSubmit={take}>
      <label class="field">
        <span>{say('time_from')}</span>
        <input type="datetime-local" name="from" required defaultValue={wallText(from.utcMs, from.offsetMin)} />
      </label>
      <label class="field">
        <span>{say('time_to')}</span>
        <input type="datetime-local" name="to" required defaultValue={wallText(to.utcMs, to.offsetMin)} />
      </label>
      <button type="submit" class="chip">{say('time_take')}</button>
      {isWrong.value && <p class="notice problem" role="alert">{say('time_wrong')}</p>}
    </form>
  );
}

function take(event: SubmitEvent): void {
  event.preventDefault();
  const form = event.currentTarget;
  const now = cityNow.peek();
  if (!(form instanceof HTMLFormElement) || now === null) return;
  const data = new FormData(form);
  const [fromMs, toMs] = ['from', 'to'].map((name) => wallMs(String(data.get(name)), now.offsetMin));
  // The city's time is known to the last full hour.
  isWrong.value = fromMs == null || toMs == null || fromMs >= toMs || fromMs >= now.utcMs;
  if (isWrong.value) return;
  takeSpan({ from: { ...now, utcMs: fromMs! }, to: { ...now, utcMs: toMs! } });
}

/** The time that is shown, as moments to change. */
function asMoments(chosen: Span): Span {
  const [used, now] = [figures.peek().value, cityNow.peek()];
  if (used) return { from: used.from, to: used.to };
  return now ? { from: { ...now, utcMs: now.utcMs - DAY_MS }, to: now } : chosen;
}

function daysText(days: number): string {
  return days === 1 ? say('last_day') : say('last_days', { n: days });
}
