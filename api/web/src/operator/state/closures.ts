// Closures that stand: of the lots that are closed now, and of the one that is open here.

import { effect, signal, untracked } from '@preact/signals';
import { type Closure, readClosures } from '../../shared/wire/operator/closure.ts';
import { isClosed } from '../rules/own-state.ts';
import { chosenLot } from './choices.ts';
import { asOperator, operatorKey } from './key.ts';
import { ownStates } from './live.ts';

export const closures = signal<ReadonlyMap<string, readonly Closure[]>>(new Map());

/** A lot may be closed by its hours alone, and then has none. */
export async function loadClosures(lotId: string): Promise<void> {
  const key = operatorKey.peek();
  if (key === null) return;
  const path = `operator/lots/${encodeURIComponent(lotId)}/closures`;
  const got = await asOperator.getJson({ path, query: {} }, key);
  if (!('value' in got) || operatorKey.peek() !== key) return;
  closures.value = new Map(closures.peek()).set(lotId, readClosures(got.value));
}

export function followClosures(): void {
  let closed = new Set<string>();
  effect(() => {
    const now = new Set(ownStates.value.filter(isClosed).map(({ lot }) => lot.lotId));
    const turned = [...new Set([...now, ...closed])].filter((id) => now.has(id) !== closed.has(id));
    closed = now;
    untracked(() => void oneByOne(turned));
  });
  effect(() => {
    const lotId = chosenLot.value;
    if (lotId !== null && operatorKey.value !== null) untracked(() => void loadClosures(lotId));
  });
  effect(() => {
    if (operatorKey.value === null) closures.value = new Map();
  });
}

/** At night many lots are closed by their hours: they are asked about in turn. */
async function oneByOne(lotIds: string[]): Promise<void> {
  for (const lotId of lotIds) await loadClosures(lotId);
}
