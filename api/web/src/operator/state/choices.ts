// What the operator looks at: which part of the page, which lot, which lots are listed.

import { effect, signal } from '@preact/signals';
import { language } from '../../shared/words/language.ts';
import type { Wish } from '../rules/listing.ts';

export const VIEWS = ['attention', 'lots', 'check'] as const;
export type View = (typeof VIEWS)[number];

export const view = signal<View>('attention');
export const chosenLot = signal<string | null>(null);
export const searched = signal('');
export const wish = signal<Wish>('all');

export function openLot(lotId: string): void {
  chosenLot.value = lotId;
  view.value = 'lots';
}

export function openList(wanted: Wish): void {
  chosenLot.value = null;
  searched.value = '';
  wish.value = wanted;
  view.value = 'lots';
}

/** The page as a link, without the key. */
export function readLink(search: string): void {
  const link = new URLSearchParams(search);
  view.value = VIEWS.find((known) => known === link.get('view')) ?? 'attention';
  chosenLot.value = link.get('lot');
}

export function followLink(): void {
  effect(() => {
    const link = new URLSearchParams();
    if (view.value !== 'attention') link.set('view', view.value);
    if (chosenLot.value !== null) link.set('lot', chosenLot.value);
    link.set('lang', language.value);
    history.replaceState(null, '', `?${link.toString()}`);
  });
}
