// The browser's own small memory: for good, or for this tab alone. Where it is forbidden, nothing is
// remembered.

type Store = 'localStorage' | 'sessionStorage';

export function recall(key: string, store: Store = 'localStorage'): string | null {
  try {
    return window[store].getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string, store: Store = 'localStorage'): void {
  try {
    window[store].setItem(key, value);
  } catch {
    // A private window: it holds for this visit.
  }
}

export function forget(key: string, store: Store = 'localStorage'): void {
  try {
    window[store].removeItem(key);
  } catch {
    // Nothing was remembered.
  }
}
