// The chosen cell: its value, how much of it is known, and how many lots it is made of.

import { Icon } from '../../shared/icons.tsx';
import { chosenCell } from '../state/choices.ts';
import { heat } from '../state/figures.ts';
import { numberText, say, shareText } from '../words.ts';

export function CellCard() {
  const told = heat.value;
  const place = told?.places.find(({ placeId }) => placeId === chosenCell.value);
  if (!told || !place) return null;
  return (
    <div class="cell-card" role="status">
      <button
        type="button"
        class="quiet"
        aria-label={say('cell_close')}
        onClick={() => (chosenCell.value = null)}
      >
        <Icon name="close" />
      </button>
      <p class="faint">{say('cell', { id: place.placeId })}</p>
      <p class="figure">
        <b>{place.value === null ? say('unknown') : shareText(place.value, 1)}</b>{' '}
        <small>{say(`metric_${told.metric}`)}</small>
      </p>
      <p class="faint">
        {say('covered', { share: shareText(place.coverage, 1) })} · {say('lots_n', { n: place.lots })}
        {' · '}{say('open_hours')} {numberText(place.spaceHoursOpen)}
      </p>
    </div>
  );
}
