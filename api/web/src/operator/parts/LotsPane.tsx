// One's lots: the list, and beside it the one that is open; on a phone one or the other.

import { signal } from '@preact/signals';
import { Choice } from '../../shared/parts/Choice.tsx';
import { WISHES, listed } from '../rules/listing.ts';
import { chosenLot, searched, wish } from '../state/choices.ts';
import { findOwnState, followedCount, ownStates } from '../state/live.ts';
import { ownLots, registered } from '../state/own.ts';
import { say } from '../words.ts';
import { LotCard } from './LotCard.tsx';
import { LotRow } from './LotRow.tsx';
import { Trouble } from './Trouble.tsx';

const A_PAGE = 50;
const shown = signal(A_PAGE);

export function LotsPane() {
  const state = findOwnState(chosenLot.value);
  return (
    <div class="lots-pane" data-open={state !== null}>
      <LotList />
      {state ? (
        <LotCard key={state.lot.lotId} state={state} />
      ) : (
        ownLots.value.length > 0 && <p class="empty choose">{say('choose_lot')}</p>
      )}
    </div>
  );
}

function LotList() {
  const lots = listed(ownStates.value, searched.value, wish.value);
  const more = Math.min(A_PAGE, lots.length - shown.value);
  return (
    <section class="pane lot-list" aria-labelledby="lots-title">
      <h2 id="lots-title">
        <span>{say('view_lots')}</span>
        <small>{say('lots_n', { n: lots.length })}</small>
      </h2>
      <Trouble problem={registered.value.problem} />
      <div class="search-row">
        <label class="field">
          <span>{say('search')}</span>
          <input
            type="search"
            autocomplete="off"
            placeholder={say('search_hint')}
            value={searched.value}
            onInput={(event) => {
              searched.value = event.currentTarget.value;
              shown.value = A_PAGE;
            }}
          />
        </label>
        <Choice
          label={say('wish')}
          value={wish.value}
          options={WISHES.map((name) => [name, say(`wish_${name}`)] as const)}
          onChange={(chosen) => (wish.value = chosen)}
        />
      </div>
      <Beyond />
      {lots.length === 0 && <Nothing />}
      <ul>
        {lots.slice(0, shown.value).map((state) => <LotRow key={state.lot.lotId} state={state} />)}
      </ul>
      {more > 0 && (
        <button type="button" class="more" onClick={() => (shown.value += A_PAGE)}>
          {say('show_more', { n: more })}
        </button>
      )}
    </section>
  );
}

function Beyond() {
  const [n, all] = [followedCount.value, ownLots.value.length];
  return n < all ? <p class="notice">{say('followed', { n, all })}</p> : null;
}

function Nothing() {
  if (registered.value.value === null) {
    return registered.value.problem ? null : <p class="faint">{say('reading')}</p>;
  }
  if (ownLots.value.length > 0) return <p class="empty">{say('lots_none')}</p>;
  return (
    <div class="empty">
      <p><strong>{say('no_lots')}</strong></p>
      <p>{say('no_lots_how')}</p>
    </div>
  );
}
