// The language in force and the words in it. Remembers the choice; a link may overrule it.

import { computed, effect, signal } from '@preact/signals';
import { recall, remember } from '../memory.ts';
import { en } from './en.ts';
import { type WordKey, type Words, zh } from './zh.ts';

export type Language = 'zh' | 'en';

const STORED_AS = 'onelot.language';

export const language = signal<Language>(firstLanguage());
const words = computed<Words>(() => (language.value === 'zh' ? zh : en));

export type Values = Record<string, string | number>;

export function t(key: WordKey, values: Values = {}): string {
  return filled(words.value[key], values);
}

/** A sentence with its gaps filled in. */
export function filled(sentence: string, values: Values): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** The name to show where a thing has one in each language. */
export function nameOf(thing: { name: string; nameEn: string | null }): string {
  return language.value === 'en' ? (thing.nameEn ?? thing.name) : thing.name;
}

export function followLanguage(title: () => string = () => t('title')): void {
  effect(() => {
    document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
    document.title = `${title()} · OneLot`;
    remember(STORED_AS, language.value);
  });
}

function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  const wanted = asked ?? recall(STORED_AS) ?? navigator.language;
  return wanted.startsWith('en') ? 'en' : 'zh';
}
