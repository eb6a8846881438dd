// Carries the lot table onto the map: a few times a second at most, once where there are thousands
// of lots, and only what looks different.

import { effect } from '@preact/signals';
import type { GeoJSONSource, Map as CityMap } from 'maplibre-gl';
import { countText } from '../../shared/words/figures.ts';
import { language, t } from '../../shared/words/language.ts';
import { view, wishes } from '../state/choices.ts';
import { nowMs, revision, table } from '../state/city.ts';
import { qualifies } from '../state/rank.ts';
import { rowFor } from '../state/rows.ts';
import { type LotFeature, type PinWords, diffOf, featureOf } from './features.ts';
import { LOTS } from './lot-layers.ts';

const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 1000;
const PAUSE_MS_PER_LOT = 0.125;

const words: PinWords = {
  count: countText,
  tone: (tone) => t(`tone_${tone}`),
  short: (tone) => t(`pin_${tone}`),
};

export function followLots(map: CityMap): void {
  let shown = new Map<string, LotFeature>();
  let timer = 0;
  const draw = () => {
    timer = 0;
    const wanted = featuresNow();
    const diff = diffOf(shown, wanted);
    shown = wanted;
    if (diff) void map.getSource<GeoJSONSource>(LOTS)?.updateData(diff);
  };
  effect(() => {
    void [revision.value, nowMs.value, wishes.value, language.value];
    timer ||= window.setTimeout(draw, pauseMs(table.lots.size));
  });
}

function pauseMs(lots: number): number {
  return Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS + PAUSE_MS_PER_LOT * lots);
}

function featuresNow(): Map<string, LotFeature> {
  const from = view.peek()?.center ?? { lat: 0, lon: 0 };
  const features = new Map<string, LotFeature>();
  for (const lot of table.lots.values()) {
    const row = rowFor(lot, from);
    const faint = row.look.tone !== 'closed' && !qualifies(row, wishes.peek());
    features.set(lot.facts.lotId, featureOf(lot.facts, row.look, faint, words));
  }
  return features;
}
