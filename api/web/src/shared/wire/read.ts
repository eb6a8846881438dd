// Small readers for JSON that somebody else wrote: each gives a typed value or null, none throws.

export type Fields = Record<string, unknown>;

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function wordOf<Word extends string>(
  value: unknown,
  words: readonly Word[],
  otherwise: Word,
): Word {
  return words.find((word) => word === value) ?? otherwise;
}

/** Every entry that `read` understands; the others are left out. */
export function readAll<Value>(value: unknown, read: (item: unknown) => Value | null): Value[] {
  return listOf(value).flatMap((item) => read(item) ?? []);
}
