// Districts, the most burdened first; one click makes a district the area that all else is about.

import type { HeatPlace } from '../../shared/wire/planner/heat.ts';
import { nameOf } from '../../shared/words/language.ts';
import { ranked } from '../rules/ranking.ts';
import { filter, filters, flight } from '../state/choices.ts';
import { districts, ranking } from '../state/figures.ts';
import { sparklines } from '../state/sparklines.ts';
import { say, shareText } from '../words.ts';
import { Sparkline } from './Sparkline.tsx';
import { Trouble } from './Trouble.tsx';
import { ValueCell } from './ValueCell.tsx';

const DISTRICT_ZOOM = 11.4;

export function DistrictTable() {
  const told = ranking.value;
  if (!told) {
    const { problem, isAsking } = districts.value;
    return isAsking ? <p class="empty">{say('reading')}</p> : <Trouble problem={problem} />;
  }
  if (told.places.length === 0) return <p class="empty">{say('no_cells')}</p>;
  const metric = say(`metric_${told.metric}`);
  return (
    <table class="ranking">
      <caption>{say('sorted_by', { metric })}</caption>
      <thead>
        <tr>
          <th scope="col">{say('district')}</th>
          <th scope="col">{say('curve_occupancy')}</th>
          <th scope="col" class="number">{metric}</th>
          <th scope="col" class="number">{say('coverage')}</th>
        </tr>
      </thead>
      <tbody>
        {ranked(told.places, told.metric).map((place) => (
          <tr key={place.placeId} data-area={place.placeId} data-chosen={filters.value.area === place.placeId}>
            <th scope="row"><Choose place={place} /></th>
            <td><Curve place={place} /></td>
            <ValueCell place={place} metric={told.metric} />
            <td class="number">{shareText(place.coverage)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Choose({ place }: { place: HeatPlace }) {
  const isChosen = filters.value.area === place.placeId;
  const choose = () => {
    filter({ area: isChosen ? null : place.placeId });
    const { lat, lon } = place;
    if (!isChosen && lat !== null && lon !== null) flight.value = { lat, lon, zoom: DISTRICT_ZOOM };
  };
  return (
    <button type="button" class="as-link" aria-pressed={isChosen} onClick={choose}>
      {titleOf(place)}
    </button>
  );
}

function Curve({ place }: { place: HeatPlace }) {
  const points = sparklines.value.get(place.placeId)?.points;
  if (!points) return null;
  return <Sparkline points={points} label={say('district_curve', { name: titleOf(place) })} />;
}

function titleOf(place: HeatPlace): string {
  return nameOf({ name: place.name ?? place.placeId, nameEn: place.nameEn });
}
