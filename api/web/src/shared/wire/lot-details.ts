// One lot's static facts in full, as GET /v1/lots/{id} gives them.

import { type Fields, fieldsOf, numberOf, textOf } from './read.ts';
import { type Tariff, readTariff } from './tariff.ts';
import { LOT_CLASSES, type LotClass, STRUCTURES, type Structure } from './vocabulary.ts';

export interface LotDetails {
  lotId: string;
  /** A link into a map app that leads there, in that map's own datum. */
  navigation: string | null;
  address: string | null;
  operator: { name: string; nameEn: string | null } | null;
  openingHours: string | null;
  lotClass: LotClass | null;
  structure: Structure | null;
  maxHeightM: number | null;
  tariff: Tariff | null;
}

export function readDetails(value: unknown): LotDetails | null {
  const fields = fieldsOf(value);
  const lotId = textOf(fields?.['lot_id']);
  if (!fields || !lotId) return null;
  return {
    lotId,
    navigation: readLink(fieldsOf(fields['navigation'])?.['amap']),
    address: textOf(fields['address']),
    operator: readOperator(fields),
    openingHours: textOf(fields['opening_hours']),
    lotClass: LOT_CLASSES.find((known) => known === fields['lot_class']) ?? null,
    structure: STRUCTURES.find((known) => known === fields['structure']) ?? null,
    maxHeightM: numberOf(fields['max_height_m']),
    tariff: readTariff(fields['tariff']),
  };
}

function readOperator(fields: Fields): LotDetails['operator'] {
  const name = textOf(fields['operator_name']) ?? textOf(fields['operator']);
  return name === null ? null : { name, nameEn: textOf(fields['operator_name_en']) };
}

/** A link is only ever followed to a web page: nothing else may stand in it. */
function readLink(value: unknown): string | null {
  const link = textOf(value);
  return link?.startsWith('https://') ? link : null;
}
