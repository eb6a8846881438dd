// The page's state as a link, both ways, so that what one sees can be sent to a colleague. The key
// is never in it.

import { effect } from '@preact/signals';
import { DAY_CLASSES, LAND_USES, LOT_CLASSES, SPACE_CLASSES } from '../../shared/wire/vocabulary.ts';
import { language } from '../../shared/words/language.ts';
import { METRICS } from '../rules/metrics.ts';
import { USUAL_DAYS, momentText, readSpan } from '../rules/period.ts';
import { filters, hourMs, metric, span, view, viewAround } from './choices.ts';

export function readLink(search: string): void {
  const link = new URLSearchParams(search);
  const one = <Word extends string>(name: string, words: readonly Word[]) =>
    words.find((word) => word === link.get(name)) ?? null;
  const several = <Word extends string>(name: string, words: readonly Word[]) => {
    const said = (link.get(name) ?? '').split(',');
    return words.filter((word) => said.includes(word));
  };
  filters.value = {
    area: link.get('area'),
    operator: link.get('operator'),
    lotClass: one('class', LOT_CLASSES),
    spaceClasses: several('space', SPACE_CLASSES),
    landUses: several('use', LAND_USES),
    dayClasses: several('days', DAY_CLASSES),
  };
  metric.value = one('metric', METRICS) ?? metric.value;
  span.value = readSpan(link.get('last'), link.get('from'), link.get('to')) ?? span.value;
  const hour = Date.parse(link.get('hour') ?? '');
  hourMs.value = Number.isNaN(hour) ? null : hour;
  const [lat, lon, zoom] = (link.get('at') ?? '').split(',').map(Number);
  if ([lat, lon, zoom].every(Number.isFinite)) view.value = viewAround(lat!, lon!, zoom!);
}

export function followLink(): void {
  effect(() => history.replaceState(null, '', linkNow()));
}

function linkNow(): string {
  const link = new URLSearchParams();
  const put = (name: string, value: string | null, usual?: string) => {
    if (value !== null && value !== '' && value !== usual) link.set(name, value);
  };
  const [asked, time, seen, hour] = [filters.value, span.value, view.value, hourMs.value];
  put('area', asked.area);
  put('operator', asked.operator);
  put('class', asked.lotClass);
  put('space', asked.spaceClasses.join(','));
  put('use', asked.landUses.join(','));
  put('days', asked.dayClasses.join(','));
  put('metric', metric.value, 'utilization');
  if ('lastDays' in time) put('last', String(time.lastDays), String(USUAL_DAYS));
  else {
    put('from', momentText(time.from));
    put('to', momentText(time.to));
  }
  put('hour', hour === null ? null : new Date(hour).toISOString());
  put('at', seen && `${seen.lat.toFixed(4)},${seen.lon.toFixed(4)},${seen.zoom.toFixed(1)}`);
  put('lang', language.value);
  return `?${link.toString()}`;
}
