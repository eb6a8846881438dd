// Sets a count by hand: free spaces by class as counted on the spot, and why.

import { useSignal } from '@preact/signals';
import type { Problem } from '../../shared/wire/problem.ts';
import { SPACE_CLASSES, type SpaceClass } from '../../shared/wire/vocabulary.ts';
import { t } from '../../shared/words/language.ts';
import { classesOf, countsOf } from '../rules/counting.ts';
import type { OwnState } from '../rules/own-state.ts';
import { doing, recount } from '../state/acts.ts';
import { say } from '../words.ts';
import { Trouble } from './Trouble.tsx';

const REASON_LONGEST = 500;

export function RecountForm({ state }: { state: OwnState }) {
  const problem = useSignal<Problem | null>(null);
  const isEmpty = useSignal(false);
  const { lotId } = state.lot;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const typed = new FormData(form);
    const counts = countsOf(typedCounts(typed));
    problem.value = null;
    isEmpty.value = counts.length === 0;
    if (isEmpty.value) return;
    problem.value = await recount(lotId, counts, String(typed.get('reason') ?? '').trim());
    if (problem.value === null) form.reset();
  };
  return (
    <form class="deed" aria-labelledby="recount-title" onSubmit={(event) => void submit(event)} noValidate>
      <h3 id="recount-title">{say('recount')}</h3>
      <p class="faint">{say('recount_why')}</p>
      <div class="fields">
        {classesOf(state).map((name) => (
          <label key={name} class="field">
            <span>{say('recount_free', { class: t(`space_${name}`) })}</span>
            <input name={`free-${name}`} type="number" inputMode="numeric" min="0" step="1" />
          </label>
        ))}
      </div>
      <label class="field">
        <span>{say('reason')}</span>
        <input
          name="reason" autocomplete="off" maxLength={REASON_LONGEST}
          placeholder={say('reason_recount')}
        />
      </label>
      {isEmpty.value && <p class="notice problem" role="alert">{say('recount_none')}</p>}
      <Trouble problem={problem.value} />
      <div class="actions">
        <button type="submit" class="strong" disabled={doing.value !== null}>
          {say(doing.value === `recount ${lotId}` ? 'sending' : 'recount_send')}
        </button>
      </div>
    </form>
  );
}

function typedCounts(typed: FormData): Partial<Record<SpaceClass, string>> {
  return Object.fromEntries(
    SPACE_CLASSES.map((name) => [name, String(typed.get(`free-${name}`) ?? '')]),
  );
}
