// Which lots a driver is shown and in what order. Pure: lots, wishes and a place in, rows out.

import { type Place, distanceM, walkMin } from '../../shared/truth/distance.ts';
import { type Look, lookOf } from '../../shared/truth/look.ts';
import type { LotClass, SpaceClass } from '../../shared/wire/vocabulary.ts';
import type { KnownLot } from './lot-table.ts';

export interface Wishes {
  spaceClass: SpaceClass | null;
  minFree: number;
  vehicleHeightM: number | null;
  lotClass: LotClass | null;
  showClosed: boolean;
  showUnknown: boolean;
}

export const NO_WISHES: Wishes = {
  spaceClass: null, minFree: 0, vehicleHeightM: null, lotClass: null,
  showClosed: false, showUnknown: true,
};

export const SORTS = ['distance', 'free', 'price'] as const;
export type Sort = (typeof SORTS)[number];

export interface Row {
  lot: KnownLot;
  look: Look;
  distanceM: number;
  walkMin: number;
  priceFen: number | null;
}

export function rowOf(
  lot: KnownLot,
  from: Place,
  sinceS: number,
  wishes: Wishes,
  priceFen: number | null,
): Row {
  const away = distanceM(from, lot.facts);
  const look = lookOf(lot.availability, sinceS, wishes.spaceClass);
  return { lot, look, distanceM: away, walkMin: walkMin(away), priceFen };
}

export function qualifies({ lot, look }: Row, wishes: Wishes): boolean {
  if (!fits(lot, wishes)) return false;
  if (look.tone === 'closed') return wishes.showClosed;
  if (look.free === null) return wishes.showUnknown && wishes.minFree === 0;
  return look.free >= wishes.minFree;
}

export function sorted(rows: Row[], sort: Sort): Row[] {
  return rows.toSorted((one, other) => keyOf(one, sort) - keyOf(other, sort) || tie(one, other));
}

function fits({ facts, availability }: KnownLot, wishes: Wishes): boolean {
  const { lotClass, maxHeightM } = facts;
  if (wishes.lotClass !== null && lotClass !== wishes.lotClass) return false;
  const tooLow =
    wishes.vehicleHeightM !== null && maxHeightM !== null && maxHeightM < wishes.vehicleHeightM;
  if (tooLow) return false;
  return wishes.spaceClass === null || availability.byClass[wishes.spaceClass] !== undefined;
}

function keyOf(row: Row, sort: Sort): number {
  switch (sort) {
    case 'distance':
      return row.distanceM;
    case 'free':
      return -(row.look.free ?? -1);
    case 'price':
      return row.priceFen ?? Number.MAX_SAFE_INTEGER;
  }
}

function tie(one: Row, other: Row): number {
  const nearer = one.distanceM - other.distanceM;
  return nearer || (one.lot.facts.lotId < other.lot.facts.lotId ? -1 : 1);
}
