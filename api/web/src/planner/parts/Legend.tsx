// What the colours mean: each class with its range and how many cells are in it, and the hatching.

import { BREAKS, COLOURS, type Metric, histogram } from '../rules/metrics.ts';
import { resolutionAt } from '../rules/scale.ts';
import { view } from '../state/choices.ts';
import { heat } from '../state/figures.ts';
import { say, shareText } from '../words.ts';

const TALLEST_PX = 22;

export function Legend() {
  const told = heat.value;
  if (!told) return null;
  const known = told.places.flatMap((place) => place.value ?? []);
  const counts = histogram(told.metric, known);
  const unknown = told.places.length - known.length;
  const most = Math.max(1, ...counts);
  return (
    <div class="legend" role="group" aria-label={say('legend')}>
      <p>
        <strong>{say(`metric_${told.metric}`)}</strong> (%){' '}
        <span>{say('covered', { share: shareText(told.coverage, 1) })}</span>
      </p>
      <ul>
        {COLOURS[told.metric].map((colour, at) => {
          const label = say('legend_count', { range: rangeText(told.metric, at), n: counts[at]! });
          return (
            <li key={colour} title={label}>
              <i class="count" style={{ height: `${(counts[at]! / most) * TALLEST_PX}px` }} />
              <i class="swatch" style={{ background: colour }} />
              <span aria-hidden="true">{edgeText(told.metric, at)}</span>
              <span class="unseen">{label}</span>
            </li>
          );
        })}
      </ul>
      <p class="faint">
        <i class="swatch" /> {say('unknown_cells')}: {unknown}
        {view.value && <> · {say('cells_size', { n: resolutionAt(view.value.zoom) })}</>}
      </p>
    </div>
  );
}

function rangeText(metric: Metric, at: number): string {
  const [from, to] = [BREAKS[metric][at - 1], BREAKS[metric][at]];
  if (from === undefined) return `< ${shareText(to ?? null)}`;
  return to === undefined ? `≥ ${shareText(from)}` : `${shareText(from)} – ${shareText(to)}`;
}

function edgeText(metric: Metric, at: number): string {
  const from = BREAKS[metric][at - 1];
  return from === undefined ? '0' : shareText(from).replace(' %', '');
}
