// The cells of the map as a table: its equal for whoever sees no map.

import { signal } from '@preact/signals';
import type { HeatPlace } from '../../shared/wire/planner/heat.ts';
import { ranked } from '../rules/ranking.ts';
import { chosenCell, flight, view } from '../state/choices.ts';
import { cells, heat } from '../state/figures.ts';
import { numberText, say, shareText } from '../words.ts';
import { Trouble } from './Trouble.tsx';
import { ValueCell } from './ValueCell.tsx';

const STEP = 25;
const CELL_ZOOM = 13.5;
const shown = signal(STEP);

export function CellTable() {
  const told = heat.value;
  if (!told) {
    const { problem, isAsking } = cells.value;
    return isAsking ? <p class="empty">{say('reading')}</p> : <Trouble problem={problem} />;
  }
  if (told.places.length === 0) return <p class="empty">{say('no_cells')}</p>;
  const metric = say(`metric_${told.metric}`);
  const rows = ranked(told.places, told.metric);
  const more = Math.min(STEP, rows.length - shown.value);
  return (
    <>
      <table class="ranking cell-table">
        <caption>{say('sorted_by', { metric })}</caption>
        <thead>
          <tr>
            <th scope="col">{say('place')}</th>
            <th scope="col" class="number">{say('lots')}</th>
            <th scope="col" class="number">{metric}</th>
            <th scope="col" class="number">{say('coverage')}</th>
            <th scope="col" class="number">{say('open_hours')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown.value).map((place) => (
            <tr key={place.placeId} data-cell={place.placeId} data-chosen={chosenCell.value === place.placeId}>
              <th scope="row"><Show place={place} /></th>
              <td class="number">{place.lots}</td>
              <ValueCell place={place} metric={told.metric} />
              <td class="number">{shareText(place.coverage)}</td>
              <td class="number">{numberText(place.spaceHoursOpen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <button type="button" class="more" onClick={() => (shown.value += STEP)}>
          {say('show_more', { n: more })}
        </button>
      )}
    </>
  );
}

function Show({ place }: { place: HeatPlace }) {
  const { placeId, lat, lon } = place;
  const show = () => {
    chosenCell.value = placeId;
    // As near as before, so that the same cells are still shown.
    if (lat !== null && lon !== null) flight.value = { lat, lon, zoom: view.peek()?.zoom ?? CELL_ZOOM };
  };
  return (
    <button type="button" class="as-link" title={placeId} onClick={show}>
      {lat === null || lon === null ? placeId : `${lat.toFixed(3)}, ${lon.toFixed(3)}`}
    </button>
  );
}
