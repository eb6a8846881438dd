// One lot in the list: its number and word first, then how sure, how old, how far, how dear.

import { Icon } from '../../shared/icons.tsx';
import { distanceText, priceText, stayText } from '../../shared/words/figures.ts';
import { nameOf, t } from '../../shared/words/language.ts';
import { flight, selectedId, stayMin } from '../state/choices.ts';
import type { Row } from '../state/rank.ts';
import { Age } from './Age.tsx';
import { Badge } from '../../shared/parts/Badge.tsx';

export function LotRow({ row }: { row: Row }) {
  const { facts, availability } = row.lot;
  const open = () => {
    selectedId.value = facts.lotId;
    flight.value = { center: facts };
  };
  return (
    <li class="lot" data-lot={facts.lotId} data-tone={row.look.tone}>
      <button type="button" onClick={open}>
        <Badge look={row.look} />
        <span class="lot-words">
          <span class="lot-name">{nameOf(facts)}</span>
          <span class="lot-line">
            <span>{distanceText(row.distanceM)}</span>
            <span>{t('walk', { n: row.walkMin })}</span>
            {row.priceFen !== null && (
              <span>{t('price', { stay: stayText(stayMin.value), price: priceText(row.priceFen) })}</span>
            )}
          </span>
          <span class="lot-line faint">
            <Spaces row={row} />
            {row.look.free !== null && <TrendMark trend={availability.trend} />}
            <Age lot={row.lot} />
          </span>
        </span>
      </button>
    </li>
  );
}

/** Count, capacity and interval; for a count too old to show, the capacity alone. */
function Spaces({ row: { look, lot } }: { row: Row }) {
  const { low, high } = lot.availability;
  const { free, capacity } = look;
  if (free === null) return capacity === null ? null : <span>{t('capacity')} {capacity}</span>;
  const sure = low === null || high === null || low === high;
  return (
    <span>
      {capacity === null ? t('free_only', { free }) : t('free_of', { free, capacity })}
      {!sure && ` (${low}–${high})`}
    </span>
  );
}

function TrendMark({ trend }: { trend: Row['lot']['availability']['trend'] }) {
  if (trend === 'unknown' || trend === 'steady') return null;
  return (
    <span class="trend" data-trend={trend}>
      <Icon name={trend} />
      <span>{t(`trend_${trend}`)}</span>
    </span>
  );
}
