// One lot in full: the count and how far to trust it, the classes, hours, price, and the way there.

import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../shared/icons.tsx';
import { distanceText, priceText, stayText } from '../../shared/words/figures.ts';
import { nameOf, t } from '../../shared/words/language.ts';
import { destination, selectedId, stayMin, view } from '../state/choices.ts';
import { findLot } from '../state/city.ts';
import { details } from '../state/details.ts';
import type { Row } from '../state/rank.ts';
import { rowFor } from '../state/rows.ts';
import { CountBlock } from './CountBlock.tsx';
import { FactList } from './FactList.tsx';
import { SharedSpaces } from './SharedSpaces.tsx';

export function LotDetail({ lotId }: { lotId: string }) {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus({ preventScroll: true }), [lotId]);
  useEffect(() => onEscape(() => backToList(lotId)), [lotId]);
  const lot = findLot(lotId);
  const from = destination.value ?? view.value?.center;
  return (
    <article class="detail" aria-labelledby="lot-title">
      <button type="button" class="quiet back" ref={back} onClick={() => backToList(lotId)}>
        <Icon name="back" />
        {t('close_details')}
      </button>
      {lot && from ? <Facts row={rowFor(lot, from)} /> : <p class="empty">{t('loading')}</p>}
    </article>
  );
}

/** Wherever the focus is, the map too; a part that closed something of its own has prevented it. */
function onEscape(leave: () => void): () => void {
  const hear = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) leave();
  };
  document.addEventListener('keydown', hear);
  return () => document.removeEventListener('keydown', hear);
}

/** The row one came from takes the focus back. */
function backToList(lotId: string): void {
  selectedId.value = null;
  const row = `li[data-lot="${CSS.escape(lotId)}"] button`;
  requestAnimationFrame(() => document.querySelector<HTMLButtonElement>(row)?.focus());
}

function Facts({ row }: { row: Row }) {
  const { facts } = row.lot;
  const known = details.value?.lotId === facts.lotId ? details.value : null;
  const way = known?.navigation;
  return (
    <>
      <h2 id="lot-title">{nameOf(facts)}</h2>
      <p class="lot-line">
        <span>{distanceText(row.distanceM)}</span>
        <span>{t('walk', { n: row.walkMin })}</span>
        {row.priceFen !== null && (
          <span>{t('price', { stay: stayText(stayMin.value), price: priceText(row.priceFen) })}</span>
        )}
      </p>
      <CountBlock row={row} />
      <div class="actions">
        {way && (
          <a class="strong" href={way} target="_blank" rel="noreferrer">
            <Icon name="go" />
            {t('navigate')}
          </a>
        )}
        <ShareButton />
      </div>
      <SharedSpaces lot={row.lot} />
      {known && <FactList facts={known} />}
    </>
  );
}

function ShareButton() {
  const copy = (button: HTMLButtonElement) => {
    navigator.clipboard?.writeText(location.href).then(
      () => (button.lastChild!.textContent = t('shared')),
      () => undefined, // not allowed here: the address bar holds the same link
    );
  };
  return (
    <button type="button" onClick={(event) => copy(event.currentTarget)}>
      <Icon name="share" />
      <span>{t('share')}</span>
    </button>
  );
}
