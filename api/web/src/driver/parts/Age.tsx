// How old a count is, ticking; the word beside it says what that age means for this lot.

import { ageNow, freshnessNow } from '../../shared/truth/freshness.ts';
import { ageText } from '../../shared/words/figures.ts';
import { t } from '../../shared/words/language.ts';
import { nowMs, sinceS } from '../state/city.ts';
import type { KnownLot } from '../state/lot-table.ts';

export function Age({ lot }: { lot: KnownLot }) {
  const since = sinceS(lot, nowMs.value);
  const freshness = freshnessNow(lot.availability, since);
  return (
    <span class="age" data-freshness={freshness}>
      {freshness !== 'live' && freshness !== 'unknown' && `${t(`fresh_${freshness}`)} · `}
      {ageText(ageNow(lot.availability, since))}
    </span>
  );
}
