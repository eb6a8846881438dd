// The page's state as a link, both ways, so that a view can be shared and a reload loses nothing.

import { effect } from '@preact/signals';
import { language } from '../../shared/words/language.ts';
import { LOT_CLASSES, SPACE_CLASSES } from '../../shared/wire/vocabulary.ts';
import {
  RADII_M, STAYS_MIN, destination, flight, radiusM, selectedId, sort, stayMin, view, viewAround, wishes,
} from './choices.ts';
import { NO_WISHES, SORTS } from './rank.ts';

export function readLink(search: string): void {
  const link = new URLSearchParams(search);
  const center = numbers(link.get('at'), 3);
  if (center) view.value = viewAround({ lat: center[0]!, lon: center[1]! }, center[2]!);
  const to = numbers(link.get('to'), 2);
  if (to) {
    const name = link.get('name') ?? `${to[0]}, ${to[1]}`;
    destination.value = { lat: to[0]!, lon: to[1]!, name, nameEn: null };
    if (!center) view.value = viewAround(destination.value, 14.5);
  }
  selectedId.value = link.get('lot');
  radiusM.value = pick(RADII_M, Number(link.get('radius'))) ?? radiusM.value;
  stayMin.value = pick(STAYS_MIN, Number(link.get('stay'))) ?? stayMin.value;
  sort.value = pick(SORTS, link.get('sort')) ?? sort.value;
  if (to && !center) flight.value = { center: destination.value!, reachM: radiusM.value };
  wishes.value = {
    spaceClass: pick(SPACE_CLASSES, link.get('space')) ?? null,
    lotClass: pick(LOT_CLASSES, link.get('class')) ?? null,
    minFree: numbers(link.get('free'), 1)?.[0] ?? 0,
    vehicleHeightM: numbers(link.get('height'), 1)?.[0] ?? null,
    showClosed: link.get('closed') === '1',
    showUnknown: link.get('unknown') !== '0',
  };
}

export function followLink(): void {
  effect(() => history.replaceState(null, '', linkNow()));
}

function linkNow(): string {
  const link = new URLSearchParams();
  const put = (name: string, value: string | number | null | false, usual?: string | number) => {
    if (value !== null && value !== false && value !== usual) link.set(name, String(value));
  };
  const [seen, place, given] = [view.value, destination.value, wishes.value];
  put('at', seen && `${seen.center.lat.toFixed(5)},${seen.center.lon.toFixed(5)},${seen.zoom.toFixed(1)}`);
  put('to', place && `${place.lat.toFixed(5)},${place.lon.toFixed(5)}`);
  put('name', place && place.name);
  put('lot', selectedId.value);
  put('radius', radiusM.value, 1000);
  put('stay', stayMin.value, 120);
  put('sort', sort.value, 'distance');
  put('space', given.spaceClass);
  put('class', given.lotClass);
  put('free', given.minFree, NO_WISHES.minFree);
  put('height', given.vehicleHeightM);
  put('closed', given.showClosed && 1);
  put('unknown', !given.showUnknown && 0);
  put('lang', language.value);
  return `?${link.toString()}`;
}

function numbers(text: string | null, count: number): number[] | null {
  const found = (text ?? '').split(',').map(Number);
  return text && found.length === count && found.every(Number.isFinite) ? found : null;
}

function pick<Word>(words: readonly Word[], value: unknown): Word | undefined {
  return words.find((word) => word === value);
}
