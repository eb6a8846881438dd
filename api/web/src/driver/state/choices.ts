// What the driver has chosen: destination, wishes, order, stay, view, the lot looked at.

import { signal } from '@preact/signals';
import type { Place } from '../../shared/truth/distance.ts';
import { NO_WISHES, type Sort, type Wishes } from './rank.ts';

export interface Destination extends Place {
  name: string;
  nameEn: string | null;
}

export interface View {
  center: Place;
  zoom: number;
  /** west, south, east, north */
  bounds: [number, number, number, number];
}

export interface Flight {
  center: Place;
  /** Come at least this near; without it, near enough for single lots. */
  zoom?: number;
  /** Show this much around the center instead. */
  reachM?: number;
}

export const RADII_M = [500, 1000, 2000, 5000] as const;
export const STAYS_MIN = [30, 60, 120, 240, 480, 720] as const;

export const destination = signal<Destination | null>(null);
export const radiusM = signal<number>(1000);
export const wishes = signal<Wishes>(NO_WISHES);
export const sort = signal<Sort>('distance');
export const stayMin = signal<number>(120);
export const selectedId = signal<string | null>(null);
/** On a phone the panel is a sheet over the map: half of the screen, or nearly all of it. */
export const sheetTall = signal(false);
/** Null until the city's own start view is known. */
export const view = signal<View | null>(null);
/** Where the map should go next; the map consumes it. */
export const flight = signal<Flight | null>(null);

export function goTo(place: Destination): void {
  destination.value = place;
  selectedId.value = null;
  flight.value = { center: place, reachM: radiusM.value };
}

export function wish(change: Partial<Wishes>): void {
  wishes.value = { ...wishes.value, ...change };
}

export function wishesInForce(given: Wishes): number {
  return Object.entries(given).filter(([name, value]) => value !== NO_WISHES[name as keyof Wishes])
    .length;
}

export function isInView({ lat, lon }: Place): boolean {
  const seen = view.value;
  if (!seen) return false;
  const [west, south, east, north] = seen.bounds;
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

/** A box around a place, for pages that have no map to ask. */
export function viewAround(center: Place, zoom: number): View {
  const halfLat = 90 / 2 ** (zoom - 1);
  const halfLon = halfLat * 1.6;
  return {
    center,
    zoom,
    bounds: [
      center.lon - halfLon, center.lat - halfLat, center.lon + halfLon, center.lat + halfLat,
    ],
  };
}
