// Lots as the map's features, and what has changed between two moments. Pure; draws nothing.

import type { Look, Tone } from '../../shared/truth/look.ts';
import type { LotFacts } from '../../shared/wire/lot.ts';
import { pinId } from './pins.ts';

export interface LotProperties {
  lotId: string;
  tone: Tone;
  /** Free spaces for sums; 0 where no number may be shown. */
  free: number;
  pin: string;
  pinWithWord: string;
  /** Smaller is placed first where pins are too close. */
  order: number;
  /** The driver's wishes leave this lot out: it is on the map, but steps back. */
  faint: boolean;
}

export type LotFeature = GeoJSON.Feature<GeoJSON.Point, LotProperties>;

export interface PinWords {
  count(free: number): string;
  tone(tone: Tone): string;
  /** The shortest word for a lot that has no number to show. */
  short(tone: 'full' | 'closed'): string;
}

const ORDER: Record<Tone, number> = {
  plenty: 0, few: 1, full: 2, closed: 3, stale: 4, unknown: 5,
};

export function featureOf(facts: LotFacts, look: Look, faint: boolean, words: PinWords): LotFeature {
  const { tone, free } = look;
  const worded = tone === 'full' || tone === 'closed';
  const text = worded ? words.short(tone) : free === null ? '?' : words.count(free);
  return {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [facts.lon, facts.lat] },
    properties: {
      lotId: facts.lotId,
      tone,
      free: faint ? 0 : (free ?? 0),
      pin: pinId(tone, text),
      pinWithWord: worded ? pinId(tone, words.tone(tone)) : pinId(tone, text, words.tone(tone)),
      order: ORDER[tone],
      faint,
    },
  };
}

export interface FeatureDiff {
  add: LotFeature[];
  remove: string[];
}

/** What `shown` lacks or has too much to look like `wanted`; null when they look the same. */
export function diffOf(
  shown: ReadonlyMap<string, LotFeature>,
  wanted: ReadonlyMap<string, LotFeature>,
): FeatureDiff | null {
  const remove = [...shown.keys()].filter((lotId) => !wanted.has(lotId));
  const add: LotFeature[] = [];
  for (const [lotId, feature] of wanted) {
    if (!sameLook(shown.get(lotId), feature)) add.push(feature);
  }
  return add.length + remove.length === 0 ? null : { add, remove };
}

function sameLook(one: LotFeature | undefined, other: LotFeature): boolean {
  return (
    one !== undefined &&
    one.properties.pinWithWord === other.properties.pinWithWord &&
    one.properties.free === other.properties.free &&
    one.properties.faint === other.properties.faint &&
    one.geometry.coordinates[0] === other.geometry.coordinates[0] &&
    one.geometry.coordinates[1] === other.geometry.coordinates[1]
  );
}
