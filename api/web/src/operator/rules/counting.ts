// What somebody typed into the forms, as the platform takes it.

import { rfc3339, wallMs } from '../../shared/truth/wall-time.ts';
import { SPACE_CLASSES, type SpaceClass } from '../../shared/wire/vocabulary.ts';
import type { OwnState } from './own-state.ts';

export interface Counted {
  space_class: SpaceClass;
  free: number;
}

/** The classes that a lot can be counted in: those it has, else the general one. */
export function classesOf({ lot, availability }: OwnState): SpaceClass[] {
  const known = SPACE_CLASSES.filter(
    (name) => lot.capacity[name] !== undefined || availability?.byClass[name] !== undefined,
  );
  return known.length > 0 ? known : ['general'];
}

/** What was typed, class by class; an empty field is a class that nobody counted. */
export function countsOf(typed: Partial<Record<SpaceClass, string>>): Counted[] {
  return SPACE_CLASSES.flatMap((space_class) => {
    const text = typed[space_class]?.trim() ?? '';
    return text === '' ? [] : [{ space_class, free: Number(text) }];
  });
}

export interface ClosureWish {
  reason: string;
  from?: string;
  to?: string;
}

/** Times as the city's clocks show them; an empty one is left to the platform. */
export function closureOf(from: string, to: string, reason: string, offsetMin: number): ClosureWish {
  const told = (text: string) => {
    const atMs = wallMs(text, offsetMin);
    return atMs === null ? null : rfc3339(atMs, offsetMin);
  };
  const [begins, ends] = [told(from), told(to)];
  return { reason, ...(begins ? { from: begins } : {}), ...(ends ? { to: ends } : {}) };
}
