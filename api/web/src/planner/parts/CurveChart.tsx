// Occupancy over time with the 85 % line, and the same in a sentence for whoever sees no chart.

import { useEffect, useRef } from 'preact/hooks';
import type { Curve } from '../../shared/wire/planner/curve.ts';
import { cityMomentText } from '../../shared/words/figures.ts';
import { language } from '../../shared/words/language.ts';
import { drawCurve } from '../chart/curve-plot.ts';
import { TARGET } from '../rules/metrics.ts';
import { curve } from '../state/figures.ts';
import { say, shareText } from '../words.ts';
import { Trouble } from './Trouble.tsx';

export function CurveChart() {
  const { value, problem, isAsking } = curve.value;
  const isRetried = problem?.pointer === '/query/step';
  return (
    <section aria-labelledby="curve-title" aria-busy={isAsking}>
      <h2 id="curve-title">
        <span>{say('curve')}</span>
        {value && <small>{say('covered', { share: shareText(value.coverage, 1) })}</small>}
      </h2>
      {!isRetried && <Trouble problem={problem} />}
      {value ? <Plot shown={value} /> : isAsking && <p class="empty">{say('reading')}</p>}
    </section>
  );
}

function Plot({ shown }: { shown: Curve }) {
  const frame = useRef<HTMLDivElement>(null);
  const spoken = language.value;
  const isKnown = shown.points.some((point) => point.occupancy !== null);
  useEffect(() => (frame.current ? drawCurve(frame.current, shown) : undefined), [shown, spoken]);
  return (
    <figure class="curve">
      <div ref={frame} class="plot" role="img" aria-label={say('curve')} aria-describedby="curve-told" />
      <figcaption id="curve-told">{isKnown ? sentenceOf(shown) : say('curve_none')}</figcaption>
    </figure>
  );
}

function sentenceOf({ points }: Curve): string {
  const known = points.flatMap(({ from, occupancy }) => (occupancy === null ? [] : { from, occupancy }));
  const ordered = known.toSorted((one, other) => one.occupancy - other.occupancy);
  const [lowest, highest] = [ordered[0], ordered.at(-1)];
  if (!lowest || !highest) return say('curve_none');
  return say('curve_told', {
    low: shareText(lowest.occupancy),
    high: shareText(highest.occupancy),
    time: cityMomentText(highest.from),
    n: known.filter(({ occupancy }) => occupancy > TARGET).length,
    all: known.length,
  });
}
