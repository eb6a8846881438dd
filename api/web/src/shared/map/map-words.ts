// The words on a map, in the language in force: MapLibre fixes its own when a map is made.

import { effect } from '@preact/signals';
import type { Map } from 'maplibre-gl';
import { language, t } from '../words/language.ts';
import { NAMED_LAYERS } from './ground.ts';

/** Where the ground has the names to show. */
export function nameField(): string {
  return language.value === 'zh' ? 'name' : 'name_en';
}

/** Let a map's words follow the language; `label` says what the map is. Returns how to stop it. */
export function followWords(map: Map, label: () => string): () => void {
  return effect(() => {
    const field = nameField();
    NAMED_LAYERS.forEach((layer) => map.setLayoutProperty(layer, 'text-field', ['get', field]));
    map.getCanvas().setAttribute('aria-label', label());
    name(map.getContainer().querySelector('.maplibregl-ctrl-zoom-in'), t('map_nearer'));
    name(map.getContainer().querySelector('.maplibregl-ctrl-zoom-out'), t('map_farther'));
  });
}

function name(part: Element | null, words: string): void {
  part?.setAttribute('aria-label', words);
  part?.setAttribute('title', words);
}
