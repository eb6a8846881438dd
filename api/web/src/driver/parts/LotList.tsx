// The list of lots: the map's equal for everyone, and all there is where no map can be drawn.

import { signal } from '@preact/signals';
import { sumText } from '../../shared/words/figures.ts';
import { nameOf, t } from '../../shared/words/language.ts';
import { destination } from '../state/choices.ts';
import { revision, tooMany } from '../state/city.ts';
import { freeInRows, rows } from '../state/rows.ts';
import { LotRow } from './LotRow.tsx';

const STEP = 40;
const shown = signal(STEP);

export function LotList() {
  const found = rows.value;
  const place = destination.value;
  // A city without a lot in view says so in a snapshot, too.
  const waiting = revision.value === 0 && !tooMany.value;
  const more = Math.min(STEP, found.length - shown.value);
  return (
    <section class="lots" aria-labelledby="lots-title">
      <h2 id="lots-title">
        <span>{place ? t('near', { place: nameOf(place) }) : t('in_view')}</span>
        {!waiting && (
          <small>{t('lots_found', { n: found.length, free: sumText(freeInRows.value) })}</small>
        )}
      </h2>
      {found.length === 0 && <Nothing waiting={waiting} />}
      <ul>
        {found.slice(0, shown.value).map((row) => (
          <LotRow key={row.lot.facts.lotId} row={row} />
        ))}
      </ul>
      {more > 0 && (
        <button type="button" class="more" onClick={() => (shown.value += STEP)}>
          {t('show_more', { n: more })}
        </button>
      )}
    </section>
  );
}

function Nothing({ waiting }: { waiting: boolean }) {
  if (waiting) return <p class="empty">{t('loading')}</p>;
  return (
    <p class="empty">
      <strong>{t('lots_none')}</strong>
      <span>{t('lots_none_hint')}</span>
    </p>
  );
}
