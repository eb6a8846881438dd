// Which of one's lots are listed, and in what order.

import { type OwnState, isClosed, isInNeed } from './own-state.ts';

export const WISHES = ['all', 'need', 'closed'] as const;
export type Wish = (typeof WISHES)[number];

export function listed(lots: readonly OwnState[], text: string, wish: Wish): OwnState[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return lots.filter((state) => meets(state, wish) && words.every((word) => names(state, word)));
}

function meets(state: OwnState, wish: Wish): boolean {
  if (wish === 'need') return isInNeed(state);
  return wish === 'all' || isClosed(state);
}

function names({ lot }: OwnState, word: string): boolean {
  return [lot.lotId, lot.name, lot.nameEn ?? ''].some((name) => name.toLowerCase().includes(word));
}
