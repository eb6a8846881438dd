// The planner's words in the language in force, and figures as planners read them.

import { computed } from '@preact/signals';
import { kpisEn } from '../shared/words/planner-kpis-en.ts';
import { kpisZh } from '../shared/words/planner-kpis-zh.ts';
import { plannerEn } from '../shared/words/planner-en.ts';
import { type PlannerKey, plannerZh } from '../shared/words/planner-zh.ts';
import { type Values, filled, language } from '../shared/words/language.ts';
import type { KpiCode } from '../shared/wire/planner/kpis.ts';

const words = computed(() => (language.value === 'zh' ? plannerZh : plannerEn));
const kpiWords = computed(() => (language.value === 'zh' ? kpisZh : kpisEn));

export function say(key: PlannerKey, values: Values = {}): string {
  return filled(words.value[key], values);
}

export function kpiWordsOf(code: KpiCode): { name: string; unit: string; definition: string } {
  const [name, unit, definition] = kpiWords.value[code];
  return { name, unit, definition };
}

/** A share cut off to whole percents or tenths, so that what is under a mark never reads as it. */
export function shareText(share: number | null, digits: 0 | 1 = 0): string {
  if (share === null) return '–';
  const scale = 10 ** digits;
  const percent = Math.trunc(share * 100 * scale + 1e-9) / scale;
  return `${percent.toFixed(digits)} %`;
}

/** A figure in its unit; a dash where there is none. */
export function figureText(value: number | null, unit: string): string {
  if (value === null) return '–';
  if (unit === '0-1') return shareText(value, 1);
  return numberText(value);
}

export function numberText(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const locale = language.value === 'zh' ? 'zh-CN' : 'en-GB';
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
}

/** What is said in both languages, in the reader's. */
export function inWords(said: { en: string; zh: string }): string {
  return language.value === 'zh' ? said.zh : said.en;
}
