// The city's clock as /v1/live tells it, and the ticking second. Ages run on by it between frames.

import { computed, signal } from '@preact/signals';
import { type CityMoment, citySpeed, readMoment } from '../truth/city-clock.ts';
import type { CityClockWord } from '../wire/frames.ts';

export const clock = signal<CityClockWord | null>(null);
/** Monotone milliseconds, moved once a second. */
export const nowMs = signal(performance.now());

const speed = computed(() => citySpeed(clock.value));
const greeting = signal<{ moment: CityMoment | null; atMs: number } | null>(null);

/** The city's time, run on from the server's greeting; null before it. */
export const cityTime = computed<CityMoment | null>(() => {
  const said = greeting.value;
  if (!said?.moment) return null;
  const passedMs = Math.max(0, nowMs.value - said.atMs) * speed.value;
  return { ...said.moment, utcMs: said.moment.utcMs + passedMs };
});
/** The city's time, or this device's where the server has not spoken yet. */
export const cityNow = computed<CityMoment>(
  () => cityTime.value ?? { utcMs: Date.now(), offsetMin: -new Date().getTimezoneOffset() },
);

/** Seconds of city time since something was received at `atMs`. */
export function sinceS(received: { atMs: number }, atMs: number): number {
  return Math.max(0, ((atMs - received.atMs) / 1000) * speed.value);
}

export function startTicking(): void {
  window.setInterval(() => (nowMs.value = performance.now()), 1000);
}

export function setClock(said: { clock: CityClockWord | null; serverTime: string | null }): void {
  clock.value = said.clock;
  greeting.value = { moment: readMoment(said.serverTime), atMs: performance.now() };
  nowMs.value = performance.now();
}
