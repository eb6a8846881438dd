// The order of places in a table: the most burdened first, the unknown last, ties by id.

import type { HeatPlace } from '../../shared/wire/planner/heat.ts';
import type { Metric } from './metrics.ts';

/** Of these the lowest value is the one to look at first. */
const LOWEST_FIRST: readonly Metric[] = ['vacancy_rate', 'coverage'];

export function ranked(places: readonly HeatPlace[], metric: Metric): HeatPlace[] {
  const sign = LOWEST_FIRST.includes(metric) ? 1 : -1;
  return places.toSorted((one, other) => {
    if (one.value === null || other.value === null) {
      return Number(one.value === null) - Number(other.value === null) || byId(one, other);
    }
    return sign * (one.value - other.value) || byId(one, other);
  });
}

function byId(one: HeatPlace, other: HeatPlace): number {
  return one.placeId < other.placeId ? -1 : 1;
}
