// The map's place on the page: loads it after the list, and says so where it cannot be drawn.

import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../shared/words/language.ts';
import { view } from '../state/choices.ts';

const failed = signal(false);

export function MapPane() {
  const frame = useRef<HTMLDivElement>(null);
  const ready = view.value !== null;
  useEffect(() => {
    if (!ready || !frame.current) return;
    const holder = frame.current;
    import('../map/city-map.ts')
      .then(({ openMap }) => openMap(holder))
      .catch(() => (failed.value = true)); // no WebGL2, or the map's files cannot be had
  }, [ready]);
  return (
    <div class="map-pane" data-map={failed.value ? 'none' : 'on'}>
      {failed.value ? (
        <p class="no-map" role="status">{t('no_map')}</p>
      ) : (
        <div class="map" ref={frame} />
      )}
      <p class="credit">
        <span>{t('sketch')}</span> <a href="./status">{t('status_page')}</a>
      </p>
    </div>
  );
}
