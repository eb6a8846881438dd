// The frames of /v1/live, read into a closed set of values. What they mean is the session's matter.

import { type SeenLot, readLot } from './lot.ts';
import { type Fields, fieldsOf, numberOf, readAll, textOf } from './read.ts';
import { type Told, readTold } from './told.ts';

export type Positions = Record<string, number>;

export interface CityClockWord {
  mode: string;
  speed: number;
}

export interface SnapshotFrame {
  type: 'snapshot';
  id: string;
  epoch: string;
  pos: Positions;
  lots: SeenLot[];
  gone: string[];
  /** False when more of the same snapshot follows. */
  last: boolean;
}

export interface ChangesFrame {
  type: 'changes';
  /** The watch whose resume this answers, if it does. */
  resumed: string | null;
  pos: Positions;
  lots: SeenLot[];
  gone: string[];
}

export interface NoticeFrame {
  type: 'notice';
  kind: string;
  retryAfterS: number | null;
  /** Of the kind `clock`: what the city's clock is now. */
  clock: CityClockWord | null;
  serverTime: string | null;
  /** What a signed-in driver was told; null in all other notices. */
  told: Told | null;
}

export type ServerFrame =
  | { type: 'hello'; epoch: string; clock: CityClockWord | null; serverTime: string | null }
  | SnapshotFrame
  | ChangesFrame
  | { type: 'reload'; id: string | null }
  | NoticeFrame
  | { type: 'error'; id: string | null; slug: string; title: string }
  | { type: 'other' };

export function readFrame(text: string): ServerFrame {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { type: 'other' };
  }
  const fields = fieldsOf(parsed) ?? {};
  switch (fields['type']) {
    case 'hello':
      return {
        type: 'hello',
        epoch: textOf(fields['epoch']) ?? '',
        clock: readClock(fields['clock']),
        serverTime: textOf(fields['server_time']),
      };
    case 'snapshot':
      return {
        type: 'snapshot',
        id: textOf(fields['id']) ?? '',
        epoch: textOf(fields['epoch']) ?? '',
        pos: readPositions(fields['pos']),
        lots: readAll(fields['lots'], readLot),
        gone: readAll(fields['gone'], textOf),
        last: fields['last'] !== false,
      };
    case 'changes':
      return {
        type: 'changes',
        resumed: textOf(fields['resumed']),
        pos: readPositions(fields['pos']),
        lots: readAll(fields['lots'], readLot),
        gone: readAll(fields['gone'], textOf),
      };
    case 'reload':
      return { type: 'reload', id: textOf(fields['id']) };
    case 'notice':
      return readNotice(fields);
    case 'error':
      return readError(fields);
    default:
      return { type: 'other' };
  }
}

function readNotice(fields: Fields): NoticeFrame {
  return {
    type: 'notice',
    kind: textOf(fields['kind']) ?? '',
    retryAfterS: numberOf(fields['retry_after_s']),
    clock: readClock(fields['clock']),
    serverTime: textOf(fields['server_time']),
    told: readTold(fields),
  };
}

function readPositions(value: unknown): Positions {
  const positions: Positions = {};
  for (const [partition, position] of Object.entries(fieldsOf(value) ?? {})) {
    const number = numberOf(position);
    if (number !== null) positions[partition] = number;
  }
  return positions;
}

function readClock(value: unknown): CityClockWord | null {
  const fields = fieldsOf(value);
  const mode = textOf(fields?.['mode']) ?? textOf(value);
  return mode === null ? null : { mode, speed: numberOf(fields?.['speed']) ?? 1 };
}

function readError(fields: Fields): ServerFrame {
  const problem = fieldsOf(fields['problem']) ?? fields;
  return {
    type: 'error',
    id: textOf(fields['id']),
    slug: (textOf(problem['type']) ?? '').split('/').pop() ?? '',
    title: textOf(problem['title']) ?? '',
  };
}
