// A lot of one's own, as GET /v1/operator/lots lists it.

import { fieldsOf, numberOf, readAll, textOf } from '../read.ts';
import { SPACE_CLASSES, type SpaceClass } from '../vocabulary.ts';

export interface OwnLot {
  lotId: string;
  name: string;
  nameEn: string | null;
  operator: string;
  /** As registered, by class; what is not known is left out. */
  capacity: Partial<Record<SpaceClass, number>>;
}

export interface OwnLotPage {
  lots: OwnLot[];
  nextCursor: string | null;
}

export function readOwnLots(answer: unknown): OwnLotPage | null {
  const fields = fieldsOf(answer);
  if (!fields) return null;
  return { lots: readAll(fields['lots'], readOwnLot), nextCursor: textOf(fields['next_cursor']) };
}

function readOwnLot(value: unknown): OwnLot | null {
  const fields = fieldsOf(value);
  const lotId = textOf(fields?.['lot_id']);
  if (!fields || lotId === null) return null;
  const told = fieldsOf(fields['capacity']) ?? {};
  const capacity: OwnLot['capacity'] = {};
  for (const name of SPACE_CLASSES) {
    const count = numberOf(told[name]);
    if (count !== null) capacity[name] = count;
  }
  return {
    lotId,
    name: textOf(fields['name']) ?? lotId,
    nameEn: textOf(fields['name_en']),
    operator: textOf(fields['operator']) ?? '',
    capacity,
  };
}
