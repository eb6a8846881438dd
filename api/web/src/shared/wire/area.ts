// An area of the city, as GET /v1/areas lists it.

import { fieldsOf, readAll, textOf } from './read.ts';

export interface Area {
  areaCode: string;
  level: string;
  name: string;
  nameEn: string | null;
}

export function readAreas(answer: unknown): Area[] {
  return readAll(fieldsOf(answer)?.['areas'], readArea);
}

function readArea(value: unknown): Area | null {
  const fields = fieldsOf(value);
  const areaCode = textOf(fields?.['area_code']);
  if (!fields || areaCode === null) return null;
  return {
    areaCode,
    level: textOf(fields['level']) ?? '',
    name: textOf(fields['name']) ?? areaCode,
    nameEn: textOf(fields['name_en']),
  };
}
