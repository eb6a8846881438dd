// What a booking is at a moment of the city, and what its driver may do then. The server has the
// last word; this only keeps buttons away that it would refuse.

import type { Booking, BookingStatus } from '../wire/booking.ts';

const MINUTE_MS = 60_000;
/** A car may come so long before its time. */
const EARLY_MS = 15 * MINUTE_MS;
const LONGEST_MS = 72 * 60 * MINUTE_MS;
const MORE_MIN = [30, 60, 120];

export type Step = 'confirm' | 'let-go' | 'check-in' | 'check-out' | 'extend' | 'cancel';
export type ShownStatus = BookingStatus | 'moved';

const OPEN: ReadonlySet<ShownStatus> = new Set<ShownStatus>([
  'held', 'pending_gate', 'confirmed', 'active', 'overstay',
]);

/** A hold that is over counts as expired before anybody has said so. */
export function statusAt(booking: Booking, nowMs: number): ShownStatus {
  if (booking.movedTo !== null) return 'moved';
  const { status, holdExpires } = booking;
  const isOver = status === 'held' && holdExpires !== null && nowMs >= holdExpires.utcMs;
  return isOver ? 'expired' : status;
}

export function isOpenAt(booking: Booking, nowMs: number): boolean {
  return OPEN.has(statusAt(booking, nowMs));
}

export function stepsAt(booking: Booking, nowMs: number): Step[] {
  const { from, to } = booking;
  const may = (step: Step, allowed: boolean): Step[] => (allowed ? [step] : []);
  switch (statusAt(booking, nowMs)) {
    case 'held':
      return ['confirm', 'let-go'];
    case 'pending_gate':
      return may('cancel', nowMs < from.utcMs);
    case 'confirmed':
      return [
        ...may('check-in', nowMs >= from.utcMs - EARLY_MS && nowMs < to.utcMs),
        ...may('extend', nowMs < to.utcMs),
        ...may('cancel', nowMs < from.utcMs),
      ];
    case 'active':
      return ['check-out', ...may('extend', nowMs < to.utcMs)];
    case 'overstay':
      return ['check-out'];
    default:
      return [];
  }
}

/** Ends to offer where somebody wants to stay longer, in milliseconds since 1970 UTC. */
export function laterEnds({ from, to }: Booking): number[] {
  return MORE_MIN.map((minutes) => to.utcMs + minutes * MINUTE_MS).filter(
    (endMs) => endMs - from.utcMs <= LONGEST_MS,
  );
}
