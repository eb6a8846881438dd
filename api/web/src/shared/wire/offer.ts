// What a lot lends for a time, as GET /v1/sharing/availability tells it.

import { readMoment } from '../truth/city-clock.ts';
import type { Hours, Span } from '../truth/openings.ts';
import { fieldsOf, listOf, numberOf, readAll, textOf } from './read.ts';

export interface Offer {
  spaces: number;
  priceFen: number;
  priceCredits: number;
  maxHeightM: number | null;
  maxSeats: number | null;
  /** Cancelled for nothing until so many minutes before. */
  cancelMin: number | null;
  hours: Hours[];
}

/** The offer of one lot, told by its cheapest agreement; null where the lot has none. */
export function readOffer(answer: unknown, lotId: string): Offer | null {
  const lots = listOf(fieldsOf(answer)?.['lots']);
  const lot = lots.map(fieldsOf).find((fields) => fields?.['lot_id'] === lotId);
  const offers = readAll(lot?.['offers'], readOne).toSorted(
    (one, other) => one.priceFen - other.priceFen || one.priceCredits - other.priceCredits,
  );
  const [cheapest] = offers;
  if (!lot || !cheapest) return null;
  return { ...cheapest, spaces: numberOf(lot['spaces']) ?? cheapest.spaces };
}

function readOne(value: unknown): Offer | null {
  const fields = fieldsOf(value);
  const spaces = numberOf(fields?.['spaces']);
  if (!fields || spaces === null) return null;
  return {
    spaces,
    priceFen: numberOf(fields['price_fen']) ?? 0,
    priceCredits: numberOf(fields['price_credits']) ?? 0,
    maxHeightM: numberOf(fields['max_height_m']),
    maxSeats: numberOf(fields['max_seats']),
    cancelMin: numberOf(fields['cancel_min']),
    hours: readAll(fields['windows'], readHours),
  };
}

function readHours(value: unknown): Hours | null {
  const fields = fieldsOf(value);
  const stay = readSpan(fields?.['stay']);
  return stay && { stay, movement: readAll(fields?.['movement'], readSpan) };
}

function readSpan(value: unknown): Span | null {
  const [from, to] = listOf(value).map((moment) => readMoment(textOf(moment)));
  return from && to ? { fromMs: from.utcMs, toMs: to.utcMs } : null;
}
