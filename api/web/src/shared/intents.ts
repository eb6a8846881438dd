// Idempotency keys: a wish keeps its key until it is known what became of it, so that trying again
// after a lost answer does nothing twice. The same wish later on gets a new key.

export class Intents {
  readonly #open = new Map<string, string>();

  constructor(private readonly fresh: () => string = randomKey) {}

  keyFor(wish: string): string {
    const key = this.#open.get(wish) ?? this.fresh();
    this.#open.set(wish, key);
    return key;
  }

  /** An answer came. */
  settle(wish: string): void {
    this.#open.delete(wish);
  }
}

/** Not `crypto.randomUUID`, which pages without TLS do not have. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
