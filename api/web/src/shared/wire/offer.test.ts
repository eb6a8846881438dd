import { expect, test } from 'vitest';
import { readOffer } from './offer.ts';

const offer = (fen: number) => ({
  agreement_id: 'a', spaces: 2, price_fen: fen, price_credits: 0, is_free: false, max_height_m: 1.8,
  max_seats: null, cancel_min: 60,
  windows: [{ stay: ['2026-11-28T19:00:00+08:00', '2026-11-29T07:30:00+08:00'], movement: [] }],
});

test('a lot is told by its cheapest offer and all of its spaces', () => {
  const lot = { lot_id: 'L', spaces: 4, offers: [offer(400), offer(200)] };
  const answer = { lots: [{ lot_id: null }, lot] };
  const read = readOffer(answer, 'L');
  expect([read?.spaces, read?.priceFen, read?.hours.length]).toEqual([4, 200, 1]);
});

test('another lot’s offer, or a private one, is not this lot’s', () => {
  const lots = ['M', null].map((lot_id) => ({ lot_id, offers: [offer(1)] }));
  expect(readOffer({ lots }, 'L')).toBe(null);
  expect(readOffer(null, 'L')).toBe(null);
});
