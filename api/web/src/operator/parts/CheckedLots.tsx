// The lots of a sample that would get in, with their values.

import { useSignal } from '@preact/signals';
import type { CheckedLot, CheckedSpace, CheckedValue } from '../../shared/wire/operator/check.ts';
import { SPACE_CLASSES } from '../../shared/wire/vocabulary.ts';
import { t } from '../../shared/words/language.ts';
import { say } from '../words.ts';

const A_PAGE = 50;

export function CheckedLots({ lots }: { lots: CheckedLot[] }) {
  const shown = useSignal(A_PAGE);
  if (lots.length === 0) return null;
  const more = Math.min(A_PAGE, lots.length - shown.value);
  return (
    <section aria-labelledby="checked-title">
      <h3 id="checked-title">{say('checked_lots')}</h3>
      <div class="wide" tabIndex={0} role="group" aria-labelledby="checked-title">
        <table class="checked">
          <thead>
            <tr>
              <th scope="col">{say('lot')}</th>
              <th scope="col">{say('spaces')}</th>
              <th scope="col">{say('values')}</th>
              <th scope="col">{say('observed')}</th>
            </tr>
          </thead>
          <tbody>
            {lots.slice(0, shown.value).map((lot) => <Row key={lot.lotId} lot={lot} />)}
          </tbody>
        </table>
      </div>
      {more > 0 && (
        <button type="button" class="more" onClick={() => (shown.value += A_PAGE)}>
          {say('show_more', { n: more })}
        </button>
      )}
    </section>
  );
}

function Row({ lot }: { lot: CheckedLot }) {
  const open = lot.isOpen === null ? [] : [say(lot.isOpen ? 'is_open' : 'is_closed')];
  const told = [...lot.values.flatMap(valueTexts), ...open];
  return (
    <tr data-lot={lot.lotId}>
      <th scope="row">
        {lot.name ?? lot.lotId}
        <small class="faint">
          {lot.name !== null && lot.lotId}
          {!lot.isDescribed && ` ${say('values_only')}`}
        </small>
      </th>
      <td>{lot.capacity ?? ''}</td>
      <td>{told.length > 0 ? told.join(' · ') : <span class="faint">{say('no_values')}</span>}</td>
      <td class="faint">{lot.values[0]?.observedAt?.replace('T', ' ') ?? ''}</td>
    </tr>
  );
}

function valueTexts({ kind, spaces }: CheckedValue): string[] {
  return spaces.length > 0 ? spaces.map(spaceText) : kind === '' ? [] : [say('value_other', { kind })];
}

function spaceText({ spaceClass, free, occupied, capacity }: CheckedSpace): string {
  const name = SPACE_CLASSES.find((known) => known === spaceClass);
  const what = { class: name ? t(`space_${name}`) : spaceClass };
  if (free !== null) {
    return capacity === null
      ? say('value_free', { ...what, free })
      : say('value_free_of', { ...what, free, capacity });
  }
  if (occupied === null) return what.class;
  return capacity === null
    ? say('value_taken', { ...what, occupied })
    : say('value_taken_of', { ...what, occupied, capacity });
}
