// The live city on this page: the lot table, the socket that feeds it, the clock, the ticking second.

import { computed, signal } from '@preact/signals';
import { liveUrl } from '../../shared/address.ts';
import { LiveSession } from '../../shared/live/session.ts';
import { type Link, LiveSocket } from '../../shared/live/socket.ts';
import { type CityMoment, citySpeed, readMoment } from '../../shared/truth/city-clock.ts';
import type { CityClockWord, NoticeFrame, ServerFrame } from '../../shared/wire/frames.ts';
import { type KnownLot, LotTable } from './lot-table.ts';

export const table = new LotTable();
/** Grows with every change of the table. */
export const revision = signal(0);
export const link = signal<Link>('connecting');
export const clock = signal<CityClockWord | null>(null);
/** Monotone milliseconds, moved once a second. */
export const nowMs = signal(performance.now());
/** The moment of the last frame, as a wall clock shows it. */
export const heardAt = signal<Date | null>(null);
/** The server said that one connection cannot carry all lots in view. */
export const tooMany = signal(false);

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
/** The last notice that came; who minds notices follows this. */
export const lastNotice = signal<NoticeFrame | null>(null);
const asked = new Set<string>();
let socket: LiveSocket | null = null;

export function sinceS(lot: KnownLot, atMs: number): number {
  return Math.max(0, ((atMs - lot.atMs) / 1000) * speed.value);
}

export function findLot(lotId: string | null): KnownLot | null {
  void revision.value;
  return lotId === null ? null : (table.lots.get(lotId) ?? null);
}

export function openCity(): LiveSocket {
  window.setInterval(() => (nowMs.value = performance.now()), 1000);
  socket = new LiveSocket(liveUrl(), new LiveSession(), { onFrame, onLink });
  return socket;
}

export function touchTable(): void {
  nowMs.value = performance.now();
  revision.value += 1;
}

function onLink(now: Link): void {
  link.value = now;
}

function onFrame(frame: ServerFrame, anew: boolean): void {
  heardAt.value = new Date();
  if (anew) table.forgetVersions();
  switch (frame.type) {
    case 'hello':
      return setClock(frame);
    case 'snapshot':
      tooMany.value = false;
      table.applySnapshot(frame, performance.now());
      return touchTable();
    case 'changes':
      askFor(table.applyChanges(frame, performance.now()));
      if (frame.lots.length > 0 || frame.gone.length > 0) touchTable();
      return;
    case 'reload':
      return table.forgetVersions();
    case 'notice':
      if (frame.kind === 'clock') setClock(frame);
      lastNotice.value = frame;
      return;
    case 'error':
      if (frame.slug === 'limit-exceeded') tooMany.value = true;
      return;
    default:
      return;
  }
}

function setClock(said: { clock: CityClockWord | null; serverTime: string | null }): void {
  clock.value = said.clock;
  greeting.value = { moment: readMoment(said.serverTime), atMs: performance.now() };
  nowMs.value = performance.now();
}

/** A lot that is new in view came without its name: one more snapshot brings it. */
function askFor(strangers: string[]): void {
  const fresh = strangers.filter((lotId) => !asked.has(lotId));
  fresh.forEach((lotId) => asked.add(lotId));
  if (fresh.length > 0) socket?.refresh('view');
}
