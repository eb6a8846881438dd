// What a sample is and what would become of it, as POST /v1/operator/check answers.

import { fieldsOf, listOf, numberOf, readAll, textOf } from '../read.ts';

export interface CheckedSpace {
  spaceClass: string;
  free: number | null;
  occupied: number | null;
  capacity: number | null;
}

export interface CheckedValue {
  kind: string;
  observedAt: string | null;
  spaces: CheckedSpace[];
}

export interface CheckedLot {
  lotId: string;
  name: string | null;
  /** Spaces in all, as described. */
  capacity: number | null;
  isOpen: boolean | null;
  /** False where the sample has values of it, but does not say what it is. */
  isDescribed: boolean;
  values: CheckedValue[];
}

export interface CheckFinding {
  code: string;
  pointer: string;
  lotId: string | null;
  /** Whether it keeps the record out. */
  blocks: boolean;
  message: string;
  messageZh: string;
  mend: string;
  mendZh: string;
}

export interface Checked {
  /** Null where it is in no format that is known. */
  format: string | null;
  title: { en: string; zh: string } | null;
  nearest: string | null;
  lacks: { en: string; zh: string } | null;
  /** The mapping that was guessed, as TOML. */
  mapping: string | null;
  acceptedLots: number;
  acceptedValues: number;
  rejected: number;
  lots: CheckedLot[];
  problems: CheckFinding[];
  /** By code, of all that were found, told or not. */
  counts: ReadonlyMap<string, number>;
}

export function readChecked(answer: unknown): Checked | null {
  const fields = fieldsOf(answer);
  if (!fields) return null;
  const counts = Object.entries(fieldsOf(fields['problem_counts']) ?? {});
  return {
    format: textOf(fields['format']),
    title: readTwo(fields['title'], fields['title_zh']),
    nearest: textOf(fields['nearest']),
    lacks: readTwo(fields['lacks'], fields['lacks_zh']),
    mapping: textOf(fields['mapping']),
    acceptedLots: numberOf(fields['accepted_lots']) ?? 0,
    acceptedValues: numberOf(fields['accepted_values']) ?? 0,
    rejected: numberOf(fields['rejected']) ?? 0,
    lots: readAll(fields['lots'], readLot),
    problems: readAll(fields['problems'], readFinding),
    counts: new Map(counts.flatMap(([code, n]) => (typeof n === 'number' ? [[code, n]] : []))),
  };
}

function readTwo(en: unknown, zh: unknown): { en: string; zh: string } | null {
  const words = textOf(en) ?? textOf(zh);
  return words === null ? null : { en: words, zh: textOf(zh) ?? words };
}

function readLot(value: unknown): CheckedLot | null {
  const fields = fieldsOf(value);
  const lotId = textOf(fields?.['lot_id']);
  if (!fields || lotId === null) return null;
  return {
    lotId,
    name: textOf(fields['name']),
    capacity: sumOf(fields['capacity']),
    isOpen: typeof fields['is_open'] === 'boolean' ? fields['is_open'] : null,
    isDescribed: fields['is_described'] !== false,
    values: readAll(fields['values'], readValue),
  };
}

/** A capacity is one number, or one by space class. */
function sumOf(value: unknown): number | null {
  const byClass = fieldsOf(value);
  if (!byClass) return numberOf(value);
  const known = Object.values(byClass).flatMap((count) => numberOf(count) ?? []);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}

function readValue(value: unknown): CheckedValue | null {
  const fields = fieldsOf(value);
  if (!fields) return null;
  return {
    kind: textOf(fields['kind']) ?? '',
    observedAt: textOf(fields['observed_at']),
    spaces: listOf(fields['spaces']).flatMap((space) => {
      const told = fieldsOf(space);
      return told
        ? {
            spaceClass: textOf(told['space_class']) ?? 'general',
            free: numberOf(told['free']),
            occupied: numberOf(told['occupied']),
            capacity: numberOf(told['capacity']),
          }
        : [];
    }),
  };
}

function readFinding(value: unknown): CheckFinding | null {
  const fields = fieldsOf(value);
  const code = textOf(fields?.['code']);
  if (!fields || code === null) return null;
  const [message, mend] = [textOf(fields['message']) ?? code, textOf(fields['mend']) ?? ''];
  return {
    code,
    pointer: textOf(fields['pointer']) ?? '/',
    lotId: textOf(fields['lot_id']),
    blocks: fields['blocks'] !== false,
    message,
    messageZh: textOf(fields['message_zh']) ?? message,
    mend,
    mendZh: textOf(fields['mend_zh']) ?? mend,
  };
}
