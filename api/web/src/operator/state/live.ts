// One's lots as drivers see them, live: the same socket as the driver's page, with the lots named.

import { computed, effect, signal } from '@preact/signals';
import { liveUrl } from '../../shared/address.ts';
import { cityNow, nowMs, setClock, sinceS, startTicking } from '../../shared/live/clock.ts';
import { LiveSession } from '../../shared/live/session.ts';
import { type Link, LiveSocket } from '../../shared/live/socket.ts';
import type { Availability } from '../../shared/wire/availability.ts';
import type { ServerFrame } from '../../shared/wire/frames.ts';
import type { SeenLot } from '../../shared/wire/lot.ts';
import { type OwnState, ownState } from '../rules/own-state.ts';
import { partsOf } from '../rules/watches.ts';
import { ownLots } from './own.ts';

interface Known {
  availability: Availability;
  version: number;
  atMs: number;
}

/** Ages are judged anew this often; what is typed must not wait for it every second. */
const JUDGED_EVERY_MS = 5_000;
const NO_VERSION = -1;

export const link = signal<Link>('connecting');
const known = new Map<string, Known>();
/** The city has told all that it knows of them at least once. */
export const isHeard = signal(false);
/** Grows with every change of what is known. */
const revision = signal(0);
const judgedMs = computed(() => Math.floor(nowMs.value / JUDGED_EVERY_MS) * JUDGED_EVERY_MS);
const watched = computed(() => partsOf(ownLots.value.map(({ lotId }) => lotId)));

export const followedCount = computed(() => watched.value.followed);
/** In the order of their ids; those that are followed, and only registered facts of the others. */
export const ownStates = computed<readonly OwnState[]>(() => {
  void [revision.value, judgedMs.value];
  return ownLots.value.map((lot) => {
    const held = known.get(lot.lotId);
    return ownState(lot, held?.availability ?? null, held ? sinceS(held, nowMs.peek()) : 0);
  });
});
/** The city's time, in the steps in which lots are judged. */
export const judgedNow = computed(() => {
  void judgedMs.value;
  return cityNow.peek().utcMs;
});

export function findOwnState(lotId: string | null): OwnState | null {
  return ownStates.value.find(({ lot }) => lot.lotId === lotId) ?? null;
}

/** Connects once there are lots to follow: a socket that watches nothing is closed. */
export function followLive(): void {
  startTicking();
  let socket: LiveSocket | null = null;
  let told: string[] = [];
  effect(() => {
    const parts = watched.value.parts.map((part) => part.join(' '));
    if (parts.length > 0) {
      socket ??= new LiveSocket(liveUrl(), new LiveSession(), { onFrame, onLink });
    }
    for (const [at, part] of parts.entries()) {
      if (part !== told[at]) socket?.watch(`own-${at}`, { lots: part.split(' ') });
    }
    for (let at = parts.length; at < told.length; at += 1) socket?.unwatch(`own-${at}`);
    told = parts;
  });
}

function onLink(now: Link): void {
  link.value = now;
}

function onFrame(frame: ServerFrame, anew: boolean): void {
  if (anew || frame.type === 'reload') for (const held of known.values()) held.version = NO_VERSION;
  if (frame.type === 'hello' || (frame.type === 'notice' && frame.kind === 'clock')) setClock(frame);
  if (frame.type !== 'snapshot' && frame.type !== 'changes') return;
  if (frame.type === 'snapshot' && frame.last) isHeard.value = true;
  frame.gone.forEach((lotId) => known.delete(lotId));
  frame.lots.forEach(take);
  if (frame.lots.length > 0 || frame.gone.length > 0) revision.value += 1;
}

function take({ lotId, availability, version }: SeenLot): void {
  const held = known.get(lotId)?.version ?? NO_VERSION;
  const newer = version ?? NO_VERSION;
  if (newer >= held) known.set(lotId, { availability, version: newer, atMs: performance.now() });
}
