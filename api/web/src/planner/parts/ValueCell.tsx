// One value in a table, with the colour it has on the map beside it.

import type { HeatPlace } from '../../shared/wire/planner/heat.ts';
import { type Metric, colourOf } from '../rules/metrics.ts';
import { say, shareText } from '../words.ts';

export function ValueCell({ place, metric }: { place: HeatPlace; metric: Metric }) {
  const { value } = place;
  return (
    <td class="number value">
      <i class="swatch" {...(value === null ? {} : { style: { background: colourOf(metric, value) } })} />
      {value === null ? say('unknown') : shareText(value, 1)}
    </td>
  );
}
