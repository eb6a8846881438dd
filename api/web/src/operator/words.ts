// The operator's words in the language in force.

import { computed } from '@preact/signals';
import { type Values, filled, language } from '../shared/words/language.ts';
import { operatorEn } from '../shared/words/operator-en.ts';
import { type OperatorKey, operatorZh } from '../shared/words/operator-zh.ts';

const words = computed(() => (language.value === 'zh' ? operatorZh : operatorEn));

export function say(key: OperatorKey, values: Values = {}): string {
  return filled(words.value[key], values);
}

/** A word of an open vocabulary that the page may have or not. */
export function sayIfKnown(key: string): string | null {
  return key in operatorZh ? say(key as OperatorKey) : null;
}

/** What is said in both languages, in the reader's. */
export function inWords(said: { en: string; zh: string }): string {
  return language.value === 'zh' ? said.zh : said.en;
}
