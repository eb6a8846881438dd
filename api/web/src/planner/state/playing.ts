// Playing the map hour by hour: the next hour comes when the last one is drawn, so that a slow
// platform is never asked faster than it answers.

import { effect, signal } from '@preact/signals';
import { hourMs } from './choices.ts';
import { cells, playable } from './figures.ts';

const PAUSE_MS = 700;

export const isPlaying = signal(false);

export function play(): void {
  const hours = playable.peek();
  const at = hourMs.peek();
  if (at === null || at === hours.at(-1)) hourMs.value = hours[0] ?? null;
  isPlaying.value = hours.length > 0;
}

export function followPlaying(): void {
  effect(() => {
    if (!isPlaying.value || cells.value.isAsking) return;
    const timer = window.setTimeout(goOn, PAUSE_MS);
    return () => window.clearTimeout(timer);
  });
}

function goOn(): void {
  const hours = playable.peek();
  const next = hours.find((hour) => hour > (hourMs.peek() ?? 0));
  if (next === undefined || cells.peek().problem) isPlaying.value = false;
  else hourMs.value = next;
}
