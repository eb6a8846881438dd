// What is asked of the platform for the choices in force, once `ledger.ts` knows the city's time. A
// file holds the answer to the same question.

import { computed, signal } from '@preact/signals';
import type { Query, Request } from '../../shared/key/ask.ts';
import { hourQuery, queryOf } from '../rules/period.ts';
import { boxAround, resolutionAt } from '../rules/scale.ts';
import { type Filters, filters, hourMs, metric, span, view } from './choices.ts';
import { cityNow } from './ledger.ts';

/** The time that is asked for; null before the city's own time is known. */
const time = computed(() => cityNow.value && queryOf(span.value, cityNow.value));

const usualFigures = computed<Request | null>(() =>
  about('planner/kpis', whose(filters.value), time.value),
);
/** The question of which all figures are wanted, those that take seconds too. */
const thorough = signal<Request | null>(null);
export const isThorough = computed(() => thorough.value === usualFigures.value);

export const figuresQuestion = computed<Request | null>(() => {
  const asked = usualFigures.value;
  return asked && isThorough.value ? { ...asked, query: { ...asked.query, thorough: 'true' } } : asked;
});

/** Until other spaces or another time are chosen. */
export function askThoroughly(): void {
  thorough.value = usualFigures.peek();
}

/** Without the step, which depends on how long the time turns out to be. */
export const curveQuestion = computed<Request | null>(() =>
  about('planner/series', whose(filters.value), time.value),
);

export const cellsQuestion = computed<Request | null>(() => {
  const seen = view.value;
  if (!seen) return null;
  const resolution = resolutionAt(seen.zoom);
  const box = filters.value.area === null ? boxAround(seen.bounds, resolution) : null;
  const by = { by: 'cell', resolution, bbox: box && box.join(','), geometry: 'true' };
  return onTheMap({ metric: metric.value, ...by }, filters.value);
});

/** Of all districts, so that the chosen one can be compared with the others. */
export const districtsQuestion = computed<Request | null>(() =>
  onTheMap({ metric: metric.value, by: 'area', level: 'district' }, { ...filters.value, area: null }),
);

export function districtCurveQuestion(areaCode: string, step: string): Request | null {
  const asked = whose({ ...filters.peek(), area: areaCode });
  return about('planner/series', { ...asked, step }, time.peek());
}

/** The map's hour where one is chosen, whatever kind of day it is on; else the whole time. */
function onTheMap(by: Query, asked: Filters): Request | null {
  const [hour, now] = [hourMs.value, cityNow.value];
  const path = 'planner/heatmap';
  if (hour === null || now === null) return about(path, { ...by, ...whose(asked) }, time.value);
  const ofAnyDay = whose({ ...asked, dayClasses: [] });
  return about(path, { ...by, ...ofAnyDay }, hourQuery(hour, now.offsetMin));
}

function about(path: string, query: Query, when: object | null): Request | null {
  return when && { path, query: { ...query, ...when } };
}

function whose(asked: Filters): Query {
  const several = (words: readonly string[]) => (words.length > 0 ? words.join(',') : null);
  return {
    area: asked.area,
    operator: asked.operator,
    lot_class: asked.lotClass,
    space_class: several(asked.spaceClasses),
    land_use: several(asked.landUses),
    day_class: several(asked.dayClasses),
  };
}
