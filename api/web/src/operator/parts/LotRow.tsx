// One lot in the list: its state, its free spaces of all, how old that is, what is doubted.

import { Badge } from '../../shared/parts/Badge.tsx';
import { ageText } from '../../shared/words/figures.ts';
import { nameOf, t } from '../../shared/words/language.ts';
import type { OwnState } from '../rules/own-state.ts';
import { chosenLot } from '../state/choices.ts';
import { say } from '../words.ts';

export function LotRow({ state }: { state: OwnState }) {
  const { lot, look } = state;
  return (
    <li class="lot" data-lot={lot.lotId}>
      <button
        type="button"
        {...(chosenLot.value === lot.lotId ? { 'aria-current': 'true' as const } : {})}
        onClick={() => (chosenLot.value = lot.lotId)}
      >
        <Badge look={look ?? { tone: 'unknown', free: null, capacity: null }} />
        <span class="lot-words">
          <span class="lot-name">{nameOf(lot)}</span>
          <span class="lot-line faint">{lot.lotId}</span>
          <StateLine state={state} />
        </span>
      </button>
    </li>
  );
}

/** Free of all, the age, the flags. */
export function StateLine({ state: { availability, look, freshness, ageS } }: { state: OwnState }) {
  if (availability === null || look === null) {
    return <span class="lot-line faint">{say('not_told')}</span>;
  }
  const { free, capacity } = look;
  return (
    <>
      <span class="lot-line">
        <span>
          {free === null
            ? capacity === null ? t('free_unknown') : `${t('capacity')} ${capacity}`
            : capacity === null ? t('free_only', { free }) : t('free_of', { free, capacity })}
        </span>
        <span class="age" data-freshness={freshness}>
          {(freshness === 'aging' || freshness === 'stale') && `${t(`fresh_${freshness}`)} · `}
          {ageText(ageS)}
        </span>
      </span>
      {availability.flags.length > 0 && (
        <span class="flags">
          {availability.flags.map((flag) => <span key={flag}>{t(`flag_${flag}`)}</span>)}
        </span>
      )}
    </>
  );
}
