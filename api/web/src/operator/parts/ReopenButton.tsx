// Takes a closure back, in two presses: cars come at once.

import { signal } from '@preact/signals';
import type { Problem } from '../../shared/wire/problem.ts';
import { doing, reopen } from '../state/acts.ts';
import { say } from '../words.ts';
import { Trouble } from './Trouble.tsx';

/** The closure that was pressed once. */
const asked = signal<string | null>(null);
const failed = signal<{ closureId: string; problem: Problem } | null>(null);

export function ReopenButton({ lotId, closureId }: { lotId: string; closureId: string }) {
  const isAsked = asked.value === closureId;
  const press = async () => {
    if (!isAsked) return void (asked.value = closureId);
    asked.value = null;
    const problem = await reopen(lotId, closureId);
    failed.value = problem && { closureId, problem };
  };
  return (
    <span class="actions">
      <button
        type="button"
        class={isAsked ? 'strong' : ''}
        disabled={doing.value !== null}
        onClick={() => void press()}
        onBlur={() => (asked.value = null)}
      >
        {say(isAsked ? 'act_sure' : 'act_reopen')}
      </button>
      {failed.value?.closureId === closureId && <Trouble problem={failed.value.problem} />}
    </span>
  );
}
