// The live city on this page: the lot table and the socket that feeds it.

import { signal } from '@preact/signals';
import { liveUrl } from '../../shared/address.ts';
import { nowMs, setClock, startTicking } from '../../shared/live/clock.ts';
import { LiveSession } from '../../shared/live/session.ts';
import { type Link, LiveSocket } from '../../shared/live/socket.ts';
import type { NoticeFrame, ServerFrame } from '../../shared/wire/frames.ts';
import { type KnownLot, LotTable } from './lot-table.ts';

export { cityNow, cityTime, clock, nowMs, sinceS } from '../../shared/live/clock.ts';

export const table = new LotTable();
/** Grows with every change of the table. */
export const revision = signal(0);
export const link = signal<Link>('connecting');
/** The moment of the last frame, as a wall clock shows it. */
export const heardAt = signal<Date | null>(null);
/** The server said that one connection cannot carry all lots in view. */
export const tooMany = signal(false);

/** The last notice that came; who minds notices follows this. */
export const lastNotice = signal<NoticeFrame | null>(null);
const asked = new Set<string>();
let socket: LiveSocket | null = null;

export function findLot(lotId: string | null): KnownLot | null {
  void revision.value;
  return lotId === null ? null : (table.lots.get(lotId) ?? null);
}

export function openCity(): LiveSocket {
  startTicking();
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

/** A lot that is new in view came without its name: one more snapshot brings it. */
function askFor(strangers: string[]): void {
  const fresh = strangers.filter((lotId) => !asked.has(lotId));
  fresh.forEach((lotId) => asked.add(lotId));
  if (fresh.length > 0) socket?.refresh('view');
}
