// Bookings as the API tells them, one or a series, read into our shape.

import { type CityMoment, readMoment } from '../truth/city-clock.ts';
import { fieldsOf, numberOf, readAll, textOf, wordOf } from './read.ts';

export const BOOKING_STATUSES = [
  'held', 'pending_gate', 'confirmed', 'active', 'completed', 'overstay', 'cancelled', 'revoked',
  'no_show', 'expired',
] as const;
export type BookingStatus = (typeof BOOKING_STATUSES)[number];

export interface Booking {
  bookingId: string;
  status: BookingStatus;
  /** Null, like the space's code, for a private space until it is confirmed. */
  lotId: string | null;
  spaceCode: string | null;
  from: CityMoment;
  to: CityMoment;
  holdExpires: CityMoment | null;
  priceFen: number;
  priceCredits: number;
  isAtRisk: boolean;
  hasGate: boolean;
  /** The booking that took this one's place. */
  movedTo: string | null;
}

export function readBooking(value: unknown): Booking | null {
  const fields = fieldsOf(value);
  const bookingId = textOf(fields?.['booking_id']);
  const from = readMoment(textOf(fields?.['from']));
  const to = readMoment(textOf(fields?.['to']));
  if (!fields || !bookingId || !from || !to) return null;
  return {
    bookingId,
    status: wordOf(fields['status'], BOOKING_STATUSES, 'expired'),
    lotId: textOf(fields['lot_id']),
    spaceCode: textOf(fields['space_code']),
    from,
    to,
    holdExpires: readMoment(textOf(fields['hold_expires_at'])),
    priceFen: numberOf(fields['price_fen']) ?? 0,
    priceCredits: numberOf(fields['price_credits']) ?? 0,
    isAtRisk: fields['is_at_risk'] === true,
    hasGate: fields['has_gate'] === true,
    movedTo: textOf(fields['moved_to']),
  };
}

/** Of a page of bookings, of a series, or of an answer that is one booking. */
export function readBookings(value: unknown): Booking[] {
  const several = fieldsOf(value)?.['bookings'];
  return readAll(several ?? [value], readBooking);
}
