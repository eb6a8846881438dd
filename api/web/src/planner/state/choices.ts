// What the planner has chosen: which spaces, when, which figure, where one looks.

import { signal } from '@preact/signals';
import type { DayClass, LandUse, LotClass, SpaceClass } from '../../shared/wire/vocabulary.ts';
import type { Metric } from '../rules/metrics.ts';
import { type Span, USUAL_DAYS } from '../rules/period.ts';
import type { Box } from '../rules/scale.ts';

export interface Filters {
  area: string | null;
  operator: string | null;
  lotClass: LotClass | null;
  spaceClasses: SpaceClass[];
  landUses: LandUse[];
  dayClasses: DayClass[];
}

export interface View {
  lat: number;
  lon: number;
  zoom: number;
  bounds: Box;
}

export const NO_FILTERS: Filters = {
  area: null, operator: null, lotClass: null, spaceClasses: [], landUses: [], dayClasses: [],
};

export const filters = signal<Filters>(NO_FILTERS);
export const span = signal<Span>({ lastDays: USUAL_DAYS });
export const metric = signal<Metric>('utilization');
/** The hour that the map shows, by when it began; null for the whole time. */
export const hourMs = signal<number | null>(null);
export const view = signal<View | null>(null);
/** The cell one looks at. */
export const chosenCell = signal<string | null>(null);
/** Where the map should go next; the map consumes it. */
export const flight = signal<{ lat: number; lon: number; zoom: number } | null>(null);

export function filter(change: Partial<Filters>): void {
  filters.value = { ...filters.value, ...change };
}

export function takeSpan(chosen: Span): void {
  span.value = chosen;
  hourMs.value = null;
}

/** The list with the word, or without it where it was in. */
export function toggled<Word>(words: readonly Word[], word: Word): Word[] {
  return words.includes(word) ? words.filter((one) => one !== word) : [...words, word];
}

/** A view before there is a map to tell what is seen. */
export function viewAround(lat: number, lon: number, zoom: number): View {
  const half = 180 / 2 ** (zoom - 1);
  return { lat, lon, zoom, bounds: [lon - half, lat - half / 2, lon + half, lat + half / 2] };
}
