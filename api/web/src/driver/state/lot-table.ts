// All lots the page knows, folded from frames and answers: greater version wins. The list and the
// map both read this table, so that they cannot disagree. No clock: the time is an argument.

import type { Availability } from '../../shared/wire/availability.ts';
import type { ChangesFrame, SnapshotFrame } from '../../shared/wire/frames.ts';
import type { LotFacts, SeenLot } from '../../shared/wire/lot.ts';

export interface KnownLot {
  facts: LotFacts;
  availability: Availability;
  version: number;
  /** When the availability was received, in this page's monotone milliseconds. */
  atMs: number;
}

const NO_VERSION = -1;

export class LotTable {
  readonly lots = new Map<string, KnownLot>();
  readonly #inView = new Map<string, Set<string>>();
  readonly #arriving = new Map<string, Set<string>>();

  /** Fold one part of a snapshot; with the last part, what no watch shows any more is dropped. */
  applySnapshot(frame: SnapshotFrame, nowMs: number): void {
    const arriving = this.#arriving.get(frame.id) ?? new Set<string>();
    this.#arriving.set(frame.id, arriving);
    for (const lot of frame.lots) {
      arriving.add(lot.lotId);
      this.#put(lot, nowMs);
    }
    frame.gone.forEach((lotId) => this.#drop(lotId));
    if (!frame.last) return;
    this.#inView.set(frame.id, arriving);
    this.#arriving.delete(frame.id);
    this.#prune();
  }

  /** Fold changes; answers the lots whose name and place are not known yet. */
  applyChanges(frame: ChangesFrame, nowMs: number): string[] {
    const strangers = frame.lots.filter((lot) => !this.#put(lot, nowMs)).map((lot) => lot.lotId);
    frame.gone.forEach((lotId) => this.#drop(lotId));
    return strangers;
  }

  /**
   * Fold an answer over HTTP. The same version may be good news too: a heartbeat has made the count
   * younger. An answer names no epoch, so the version held stays that of the frames.
   */
  applyAnswer(lots: SeenLot[], nowMs: number): void {
    for (const lot of lots) {
      const held = this.lots.get(lot.lotId)?.version ?? NO_VERSION;
      if ((lot.version ?? NO_VERSION) < held) continue;
      this.#put({ ...lot, version: held }, nowMs);
    }
  }

  /** Another epoch counts anew: what is held stays on show until something replaces it. */
  forgetVersions(): void {
    for (const lot of this.lots.values()) lot.version = NO_VERSION;
  }

  forgetWatch(watchId: string): void {
    this.#arriving.delete(watchId);
    if (this.#inView.delete(watchId)) this.#prune();
  }

  /** False when the lot is a stranger: a change came without its facts. */
  #put(lot: SeenLot, nowMs: number): boolean {
    const known = this.lots.get(lot.lotId);
    const facts = lot.facts ?? known?.facts;
    if (!facts) return false;
    const version = lot.version ?? NO_VERSION;
    const older = known !== undefined && version < known.version;
    if (older) known.facts = facts;
    else this.lots.set(lot.lotId, { facts, availability: lot.availability, version, atMs: nowMs });
    return true;
  }

  #drop(lotId: string): void {
    this.lots.delete(lotId);
    for (const shown of this.#inView.values()) shown.delete(lotId);
  }

  #prune(): void {
    const shown = [...this.#inView.values(), ...this.#arriving.values()];
    for (const lotId of this.lots.keys()) {
      if (!shown.some((lotIds) => lotIds.has(lotId))) this.lots.delete(lotId);
    }
  }
}
