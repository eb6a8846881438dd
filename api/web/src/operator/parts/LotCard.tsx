// One lot in full: what drivers see of it, and what can be done about it.

import { Icon } from '../../shared/icons.tsx';
import { Badge } from '../../shared/parts/Badge.tsx';
import { nameOf, t } from '../../shared/words/language.ts';
import { classesOf } from '../rules/counting.ts';
import type { OwnState } from '../rules/own-state.ts';
import { chosenLot } from '../state/choices.ts';
import { say } from '../words.ts';
import { Closures } from './Closures.tsx';
import { CloseForm } from './CloseForm.tsx';
import { StateLine } from './LotRow.tsx';
import { RecountForm } from './RecountForm.tsx';

export function LotCard({ state }: { state: OwnState }) {
  const { lot, look } = state;
  return (
    <article class="pane card" aria-labelledby="lot-title" data-lot={lot.lotId}>
      <button type="button" class="quiet back" onClick={() => (chosenLot.value = null)}>
        <Icon name="back" />
        {say('back')}
      </button>
      <h2 id="lot-title">{nameOf(lot)}</h2>
      <p class="faint">
        {lot.lotId} · <a href={`./?lot=${encodeURIComponent(lot.lotId)}`}>{say('as_drivers')}</a>
      </p>
      <div class="now">
        <Badge look={look ?? { tone: 'unknown', free: null, capacity: null }} />
        <div class="lot-words"><StateLine state={state} /></div>
      </div>
      <ClassTable state={state} />
      <RecountForm state={state} />
      <Closures state={state} />
      <CloseForm lotId={lot.lotId} />
    </article>
  );
}

function ClassTable({ state }: { state: OwnState }) {
  const { availability, look, lot } = state;
  const isShown = look !== null && look.free !== null;
  return (
    <table class="classes">
      <caption>{say('counts')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('class')}</th>
          <th scope="col">{say('free')}</th>
          <th scope="col">{say('spaces')}</th>
        </tr>
      </thead>
      <tbody>
        {classesOf(state).map((name) => {
          const count = availability?.byClass[name];
          return (
            <tr key={name}>
              <th scope="row">{t(`space_${name}`)}</th>
              <td>{isShown ? (count?.free ?? '?') : '?'}</td>
              <td>{count?.capacity ?? lot.capacity[name] ?? '?'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
