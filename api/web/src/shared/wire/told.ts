// A notice of one's own: what a driver was told of a booking, in both languages.

import { type CityMoment, readMoment } from '../truth/city-clock.ts';
import { fieldsOf, readAll, textOf } from './read.ts';

export interface Told {
  at: CityMoment;
  kind: string;
  title: string;
  titleZh: string;
  text: string;
  textZh: string;
  bookingId: string | null;
}

export function readTold(value: unknown): Told | null {
  const fields = fieldsOf(value);
  const at = readMoment(textOf(fields?.['at']));
  const title = textOf(fields?.['title']);
  const text = textOf(fields?.['text']);
  if (!fields || !at || title === null || text === null) return null;
  return {
    at,
    kind: textOf(fields['kind']) ?? '',
    title,
    titleZh: textOf(fields['title_zh']) ?? title,
    text,
    textZh: textOf(fields['text_zh']) ?? text,
    bookingId: textOf(fields['booking_id']),
  };
}

/** A page of notices, the newest first. */
export function readAllTold(answer: unknown): Told[] {
  return readAll(fieldsOf(answer)?.['notices'], readTold);
}

/** Two lists as one without repetitions, the newest first. */
export function mergeTold(some: Told[], others: Told[]): Told[] {
  const byName = new Map([...some, ...others].map((told) => [nameOfTold(told), told]));
  return [...byName.values()].toSorted((one, other) => other.at.utcMs - one.at.utcMs);
}

export function nameOfTold({ at, kind, bookingId }: Told): string {
  return `${at.utcMs} ${kind} ${bookingId ?? ''}`;
}
