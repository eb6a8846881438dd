// One live conversation as a value: which watches stand, how far we have come, what to say when a
// socket opens. It knows the protocol; it knows no socket, no clock and no map.

import type { Positions, ServerFrame } from '../wire/frames.ts';

export type Shape =
  | { bbox: [west: number, south: number, east: number, north: number] }
  | { center: { lat: number; lon: number }; radius_m: number }
  | { lots: string[] };

interface Watch {
  shape: Shape;
  /** Everything in this shape has been seen, so that a resume may build on it. */
  complete: boolean;
}

export class LiveSession {
  #epoch = '';
  #positions: Positions = {};
  #key: string | null = null;
  readonly #watches = new Map<string, Watch>();

  /** The message that brings notices of one's own; null when there is nothing to say. */
  signIn(key: string | null): string | null {
    this.#key = key;
    return key === null ? null : JSON.stringify({ type: 'auth', key });
  }

  /** The message that starts or moves a watch. */
  watch(id: string, shape: Shape): string {
    this.#watches.set(id, { shape, complete: false });
    return JSON.stringify({ type: 'watch', id, ...shape });
  }

  /** The message that ends a watch; null when there is none. */
  unwatch(id: string): string | null {
    return this.#watches.delete(id) ? JSON.stringify({ type: 'unwatch', id }) : null;
  }

  /** What to say on a fresh socket: every watch, resumed where that is possible, and who one is. */
  opening(): string[] {
    const watches = [...this.#watches].map(([id, watch]) =>
      JSON.stringify({ type: 'watch', id, ...watch.shape, ...this.#resume(watch) }),
    );
    return [...watches, this.signIn(this.#key)].filter((message) => message !== null);
  }

  /** The message that asks for one watch in full again; null when it does not stand. */
  refresh(id: string): string | null {
    const watch = this.#watches.get(id);
    return watch ? this.watch(id, watch.shape) : null;
  }

  /** Note what a frame says about our position. True: what we hold is of another epoch. */
  receive(frame: ServerFrame): boolean {
    switch (frame.type) {
      case 'hello':
        return this.#enter(frame.epoch);
      case 'snapshot': {
        const anew = this.#enter(frame.epoch);
        this.#keepOldest(frame.pos);
        if (frame.last) this.#complete(frame.id);
        return anew;
      }
      case 'changes':
        Object.assign(this.#positions, frame.pos);
        return false;
      case 'error':
        if (frame.slug === 'unauthorized') this.#key = null; // not asked again on every socket
        return false;
      default:
        return false;
    }
  }

  #resume(watch: Watch): object {
    if (!watch.complete || this.#epoch === '') return {};
    return { resume: { epoch: this.#epoch, pos: this.#positions } };
  }

  #complete(id: string): void {
    const watch = this.#watches.get(id);
    if (watch) watch.complete = true;
  }

  /** A snapshot of one watch may be ahead of what the others have seen: resume from the oldest. */
  #keepOldest(pos: Positions): void {
    for (const [partition, position] of Object.entries(pos)) {
      this.#positions[partition] = Math.min(this.#positions[partition] ?? position, position);
    }
  }

  #enter(epoch: string): boolean {
    if (epoch === '' || epoch === this.#epoch) return false;
    const anew = this.#epoch !== '';
    this.#epoch = epoch;
    this.#positions = {};
    for (const watch of this.#watches.values()) watch.complete = false;
    return anew;
  }
}
