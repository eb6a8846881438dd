// What needs attention: each with its sentence and one action, the gravest first.

import { signal } from '@preact/signals';
import type { Attention } from '../rules/attention.ts';
import { attention, isKnown } from '../state/attention.ts';
import { openList, openLot, view } from '../state/choices.ts';
import { feeds, ownLots, registered } from '../state/own.ts';
import { say } from '../words.ts';
import { Need } from './Need.tsx';
import { ReopenButton } from './ReopenButton.tsx';
import { Trouble } from './Trouble.tsx';

const A_PAGE = 30;
const shown = signal(A_PAGE);

export function AttentionPane() {
  const needs = attention.value;
  const more = Math.min(A_PAGE, needs.length - shown.value);
  return (
    <section class="pane" aria-labelledby="attention-title" aria-busy={!isKnown.value}>
      <h2 id="attention-title">{say('view_attention')}</h2>
      <Trouble problem={feeds.value.problem ?? registered.value.problem} />
      {needs.length === 0 && <Nothing />}
      <ul class="needs">
        {needs.slice(0, shown.value).map((need) => (
          <li key={need.name} data-kind={need.kind} data-lot={need.lotId ?? undefined}>
            <Need need={need} />
            <Action need={need} />
          </li>
        ))}
      </ul>
      {more > 0 && (
        <button type="button" class="more" onClick={() => (shown.value += A_PAGE)}>
          {say('show_more', { n: more })}
        </button>
      )}
    </section>
  );
}

function Nothing() {
  if (!isKnown.value) {
    const failed = feeds.value.problem ?? registered.value.problem;
    return failed ? null : <p class="faint">{say('reading')}</p>;
  }
  const hasLots = ownLots.value.length > 0;
  return (
    <div class="empty">
      <p><strong>{say(hasLots ? 'nothing_to_do' : 'no_lots')}</strong></p>
      <p>{say(hasLots ? 'nothing_why' : 'no_lots_how')}</p>
      {!hasLots && (
        <div class="actions">
          <button type="button" onClick={() => (view.value = 'check')}>{say('act_check')}</button>
        </div>
      )}
    </div>
  );
}

function Action({ need: { act, kind, lotId, closure } }: { need: Attention }) {
  if (act === 'reopen') {
    return lotId && closure ? <ReopenButton lotId={lotId} closureId={closure.closureId} /> : null;
  }
  const go = () => {
    if (act === 'check') view.value = 'check';
    else if (act === 'show' || lotId === null) openList('need');
    else openLot(lotId);
  };
  const isGrave = kind === 'finding' || kind === 'silent' || kind === 'nothing';
  return (
    <span class="actions">
      <button type="button" class={isGrave ? 'strong' : ''} onClick={go}>{say(`act_${act}`)}</button>
    </span>
  );
}
