// Keeps one socket to /v1/live open: connects, listens, comes back after a loss. What the frames
// mean is the session's and the store's matter.

import { readFrame, type ServerFrame } from '../wire/frames.ts';
import { waitMs } from './backoff.ts';
import type { LiveSession, Shape } from './session.ts';

/** The server's heartbeat comes every 25 s; two of them missed is a dead line. */
const SILENCE_MS = 60_000;

export type Link = 'connecting' | 'live' | 'offline';

export interface LiveHooks {
  onFrame(frame: ServerFrame, anew: boolean): void;
  onLink(link: Link): void;
}

export class LiveSocket {
  #socket: WebSocket | null = null;
  #failures = 0;
  #timer = 0;
  #silence = 0;
  #retryAfterMs = 0;

  constructor(
    private readonly address: URL,
    private readonly session: LiveSession,
    private readonly hooks: LiveHooks,
  ) {
    window.addEventListener('online', () => this.#retryNow());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#retryNow();
    });
    this.#connect();
  }

  watch(id: string, shape: Shape): void {
    this.#say(this.session.watch(id, shape));
  }

  unwatch(id: string): void {
    this.#say(this.session.unwatch(id));
  }

  signIn(key: string | null): void {
    this.#say(this.session.signIn(key));
  }

  refresh(id: string): void {
    this.#say(this.session.refresh(id));
  }

  #say(message: string | null): void {
    if (message !== null && this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(message);
  }

  #connect(): void {
    window.clearTimeout(this.#timer);
    this.hooks.onLink(this.#failures === 0 ? 'connecting' : 'offline');
    const socket = new WebSocket(this.address);
    this.#socket = socket;
    this.#listenForSilence();
    socket.onopen = () => this.session.opening().forEach((message) => this.#say(message));
    socket.onmessage = (event) => this.#receive(String(event.data));
    socket.onclose = () => {
      if (socket === this.#socket) this.#lost();
    };
  }

  #receive(text: string): void {
    this.#failures = 0;
    this.#listenForSilence();
    const frame = readFrame(text);
    if (frame.type === 'hello') this.hooks.onLink('live');
    if (frame.type === 'notice') this.#retryAfterMs = (frame.retryAfterS ?? 0) * 1000;
    this.hooks.onFrame(frame, this.session.receive(frame));
  }

  #lost(): void {
    window.clearTimeout(this.#silence);
    this.#socket = null;
    const wait = this.#retryAfterMs || waitMs(this.#failures, Math.random());
    this.#failures += 1;
    this.#retryAfterMs = 0;
    this.hooks.onLink('offline');
    this.#timer = window.setTimeout(() => this.#connect(), wait);
  }

  #retryNow(): void {
    if (this.#socket === null) this.#connect();
  }

  #listenForSilence(): void {
    window.clearTimeout(this.#silence);
    this.#silence = window.setTimeout(() => this.#socket?.close(), SILENCE_MS);
  }
}
