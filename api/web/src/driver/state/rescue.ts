// The next best: when the lot a driver has chosen fills or closes, which other one to offer.

import { effect, signal, untracked } from '@preact/signals';
import { type Look, type Tone, lookOf } from '../../shared/truth/look.ts';
import { destination, selectedId, wishes } from './choices.ts';
import { findLot, nowMs, sinceS, table } from './city.ts';
import type { KnownLot } from './lot-table.ts';
import { type Row, qualifies } from './rank.ts';
import { rowFor } from './rows.ts';

export interface Rescue {
  lost: KnownLot;
  why: 'filled' | 'closed';
  best: Row | null;
}

export const rescue = signal<Rescue | null>(null);

const REACH_M = 3000;

/** Why a lot that was good a moment ago is so no longer; null when nothing was lost. */
function lossBetween(before: Tone | null, now: Tone): Rescue['why'] | null {
  if (before !== 'plenty' && before !== 'few') return null;
  if (now === 'full') return 'filled';
  return now === 'closed' ? 'closed' : null;
}

/** The nearest lot with room to spare, else the nearest with any; never the lost one. */
function bestOf(rows: Row[], lostId: string): Row | null {
  const open = rows
    .filter((row) => row.lot.facts.lotId !== lostId && (row.look.free ?? 0) > 0)
    .filter((row) => row.distanceM <= REACH_M)
    .toSorted((one, other) => one.distanceM - other.distanceM);
  return open.find((row) => row.look.tone === 'plenty') ?? open[0] ?? null;
}

export function followRescue(): void {
  let lotId: string | null = null;
  let before: Tone | null = null;
  effect(() => {
    const lot = findLot(selectedId.value);
    if (selectedId.value !== lotId) {
      lotId = selectedId.value;
      before = null;
    }
    if (!lot) return;
    const look: Look = lookOf(lot.availability, sinceS(lot, nowMs.value), wishes.value.spaceClass);
    const why = lossBetween(before, look.tone);
    before = look.tone;
    if (why) untracked(() => (rescue.value = { lost: lot, why, best: bestAround(lot) }));
  });
}

function bestAround(lost: KnownLot): Row | null {
  const from = destination.value ?? lost.facts;
  const around = [...table.lots.values()].map((lot) => rowFor(lot, from));
  return bestOf(around.filter((row) => qualifies(row, wishes.value)), lost.facts.lotId);
}
