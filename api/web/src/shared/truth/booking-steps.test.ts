import { expect, test } from 'vitest';
import { type Booking, type BookingStatus, readBookings } from '../wire/booking.ts';
import { isOpenAt, laterEnds, statusAt, stepsAt } from './booking-steps.ts';

const MINUTE = 60_000;
const BEGINS = Date.parse('2026-11-28T19:30:00+08:00');
const ENDS = BEGINS + 120 * MINUTE;

function booking(status: BookingStatus, more: object = {}): Booking {
  const [read] = readBookings({
    booking_id: 'b', status, lot_id: 'L', space_code: 'B1', from: '2026-11-28T19:30:00+08:00',
    to: '2026-11-28T21:30:00+08:00', hold_expires_at: null, has_gate: false, ...more,
  });
  return read!;
}

test('a hold that is over is not confirmed any more, whatever the server last said', () => {
  const held = booking('held', { hold_expires_at: '2026-11-28T19:05:00+08:00' });
  const over = Date.parse('2026-11-28T19:05:00+08:00');
  expect(stepsAt(held, over - 1)).toEqual(['confirm', 'let-go']);
  expect([statusAt(held, over), stepsAt(held, over), isOpenAt(held, over)]).toEqual([
    'expired', [], false,
  ]);
});

test('a booking that waits for its gate can be given up, not used', () => {
  expect(stepsAt(booking('pending_gate'), BEGINS - MINUTE)).toEqual(['cancel']);
  expect(stepsAt(booking('pending_gate'), BEGINS)).toEqual([]);
});

test('one comes from a quarter of an hour before, and cancels only before the start', () => {
  const steps = (minutes: number) => stepsAt(booking('confirmed'), BEGINS + minutes * MINUTE);
  expect(steps(-16)).toEqual(['extend', 'cancel']);
  expect(steps(-15)).toEqual(['check-in', 'extend', 'cancel']);
  expect(steps(0)).toEqual(['check-in', 'extend']);
  expect(steps(120)).toEqual([]);
});

test('who is parked leaves or stays longer; who overstays leaves', () => {
  expect(stepsAt(booking('active'), ENDS - MINUTE)).toEqual(['check-out', 'extend']);
  expect(stepsAt(booking('active'), ENDS)).toEqual(['check-out']);
  expect(stepsAt(booking('overstay'), ENDS + MINUTE)).toEqual(['check-out']);
});

test('a booking that was moved has nothing to do: its successor has', () => {
  const moved = booking('confirmed', { moved_to: 'other' });
  expect([statusAt(moved, BEGINS), stepsAt(moved, BEGINS)]).toEqual(['moved', []]);
});

test('no later end is offered beyond 72 hours', () => {
  expect(laterEnds(booking('active'))).toHaveLength(3);
  expect(laterEnds(booking('active', { to: '2026-12-01T18:30:00+08:00' }))).toHaveLength(2);
});
