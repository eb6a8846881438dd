// What a check found, by kind: told once with where it is, what keeps records out first.

import type { CheckFinding } from '../../shared/wire/operator/check.ts';

export interface FindingGroup {
  /** The first of its kind, for the sentence and the mend. */
  first: CheckFinding;
  times: number;
  places: string[];
}

const PLACES_TOLD = 5;

export function grouped(
  problems: readonly CheckFinding[],
  counts: ReadonlyMap<string, number>,
): FindingGroup[] {
  const groups = new Map<string, CheckFinding[]>();
  for (const problem of problems) {
    const same = groups.get(problem.code);
    if (same) same.push(problem);
    else groups.set(problem.code, [problem]);
  }
  return [...groups]
    .map(([code, same]) => ({
      first: same[0]!,
      times: counts.get(code) ?? same.length,
      places: same.slice(0, PLACES_TOLD).map(({ pointer }) => pointer),
    }))
    .toSorted(
      (one, other) =>
        Number(other.first.blocks) - Number(one.first.blocks) || other.times - one.times,
    );
}
