// The map's place on the page, with what is chosen for it: metric, hour, legend, the cell in focus.

import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Choice } from '../../shared/parts/Choice.tsx';
import { t } from '../../shared/words/language.ts';
import { METRICS } from '../rules/metrics.ts';
import { metric, view } from '../state/choices.ts';
import { cells } from '../state/figures.ts';
import { say } from '../words.ts';
import { CellCard } from './CellCard.tsx';
import { HourBar } from './HourBar.tsx';
import { Legend } from './Legend.tsx';
import { Trouble } from './Trouble.tsx';

const hasFailed = signal(false);

export function MapPane() {
  return (
    <section class="map-pane" data-map={hasFailed.value ? 'none' : 'on'} aria-label={say('heat_map')}>
      {hasFailed.value ? <p class="no-map" role="status">{say('no_map')}</p> : <MapFrame />}
      <div class="map-head">
        <Choice
          label={say('metric')}
          value={metric.value}
          options={METRICS.map((name) => [name, say(`metric_${name}`)])}
          onChange={(chosen) => (metric.value = chosen)}
        />
        <Trouble problem={cells.value.problem} />
      </div>
      <div class="map-foot">
        <CellCard />
        <Legend />
        <HourBar />
      </div>
      <p class="credit">{t('sketch')}</p>
    </section>
  );
}

function MapFrame() {
  const frame = useRef<HTMLDivElement>(null);
  const isReady = view.value !== null;
  useEffect(() => {
    if (!isReady || !frame.current) return;
    const holder = frame.current;
    let isGone = false;
    let close: (() => void) | null = null;
    import('../map/heat-map.ts')
      .then(({ openMap }) => (isGone ? null : openMap(holder)))
      .then((closing) => (isGone ? closing?.() : (close = closing)))
      .catch(() => (hasFailed.value = true)); // no WebGL2, or the map's files cannot be had
    return () => {
      isGone = true;
      close?.();
    };
  }, [isReady]);
  return <div class="map" ref={frame} />;
}
