// Closes a lot for a time, or until it is opened again.

import { useSignal } from '@preact/signals';
import { cityNow } from '../../shared/live/clock.ts';
import type { Problem } from '../../shared/wire/problem.ts';
import { closureOf } from '../rules/counting.ts';
import { close, doing } from '../state/acts.ts';
import { say } from '../words.ts';
import { Trouble } from './Trouble.tsx';

const REASON_LONGEST = 500;

export function CloseForm({ lotId }: { lotId: string }) {
  const problem = useSignal<Problem | null>(null);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const typed = new FormData(form);
    const [from, to, reason] = ['from', 'to', 'reason'].map((name) => String(typed.get(name) ?? ''));
    const wish = closureOf(from!, to!, reason!.trim(), cityNow.peek().offsetMin);
    problem.value = await close(lotId, wish);
    if (problem.value === null) form.reset();
  };
  return (
    <form class="deed" aria-labelledby="close-title" onSubmit={(event) => void submit(event)} noValidate>
      <h3 id="close-title">{say('close')}</h3>
      <p class="faint">{say('close_why')}</p>
      <div class="fields times">
        <label class="field">
          <span>{say('close_from')}</span>
          <input name="from" type="datetime-local" />
        </label>
        <label class="field">
          <span>{say('close_to')}</span>
          <input name="to" type="datetime-local" />
        </label>
      </div>
      <label class="field">
        <span>{say('reason')}</span>
        <input
          name="reason" autocomplete="off" maxLength={REASON_LONGEST}
          placeholder={say('reason_close')}
        />
      </label>
      <Trouble problem={problem.value} />
      <div class="actions">
        <button type="submit" disabled={doing.value !== null}>
          {say(doing.value === `close ${lotId}` ? 'sending' : 'close_send')}
        </button>
      </div>
    </form>
  );
}
