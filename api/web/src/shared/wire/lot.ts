// Lots as lists and frames carry them: who and where, with the newest availability.

import { type Availability, readAvailability } from './availability.ts';
import { fieldsOf, numberOf, readAll, textOf } from './read.ts';
import { LOT_CLASSES, type LotClass } from './vocabulary.ts';

export interface LotFacts {
  lotId: string;
  name: string;
  nameEn: string | null;
  lat: number;
  lon: number;
  lotClass: LotClass | null;
  maxHeightM: number | null;
}

export interface LotState {
  lotId: string;
  /** The lot's version; greater is newer within one epoch. Null where the answer has none. */
  version: number | null;
  availability: Availability;
}

export interface SeenLot extends LotState {
  /** Null in a frame that only says what changed. */
  facts: LotFacts | null;
}

export interface NearbyLot extends SeenLot {
  priceFen: number | null;
}

export function readLot(value: unknown): SeenLot | null {
  const fields = fieldsOf(value);
  const lotId = textOf(fields?.['lot_id']);
  if (!fields || !lotId) return null;
  return {
    lotId,
    version: numberOf(fields['v']),
    availability: readAvailability(fields['availability'], numberOf(fields['ttl_s'])),
    facts: readFacts(lotId, fields),
  };
}

export function readNearby(value: unknown): NearbyLot[] {
  return readAll(fieldsOf(value)?.['results'], (item) => {
    const lot = readLot(item);
    return lot && { ...lot, priceFen: numberOf(fieldsOf(item)?.['price_fen']) };
  });
}

function readFacts(lotId: string, fields: Record<string, unknown>): LotFacts | null {
  const lat = numberOf(fields['lat']);
  const lon = numberOf(fields['lon']);
  if (lat === null || lon === null) return null;
  return {
    lotId,
    name: textOf(fields['name']) ?? lotId,
    nameEn: textOf(fields['name_en']),
    lat,
    lon,
    lotClass: LOT_CLASSES.find((known) => known === fields['lot_class']) ?? null,
    maxHeightM: numberOf(fields['max_height_m']),
  };
}
