// Figures as people read them: ages, distances, prices, times of day. Words come from the dictionary.

import type { CityMoment } from '../truth/city-clock.ts';
import { language, t } from './language.ts';

export function ageText(ageS: number | null): string {
  if (ageS === null) return t('age_never');
  if (ageS < 2) return t('age_now');
  if (ageS < 100) return t('age_s', { n: Math.floor(ageS) });
  if (ageS < 5400) return t('age_min', { n: Math.floor(ageS / 60) });
  if (ageS < 172_800) return t('age_h', { n: Math.floor(ageS / 3600) });
  return t('age_days', { n: Math.floor(ageS / 86_400) });
}

export function distanceText(metres: number): string {
  if (metres < 995) return t('metres', { n: Math.max(10, Math.round(metres / 10) * 10) });
  return t('kilometres', { n: (metres / 1000).toFixed(metres < 9950 ? 1 : 0) });
}

export function stayText(minutes: number): string {
  return minutes % 60 === 0
    ? t('hours', { n: minutes / 60 })
    : t('minutes', { n: minutes });
}

export function priceText(fen: number): string {
  if (fen === 0) return t('price_free');
  const yuan = fen / 100;
  return `¥${Number.isInteger(yuan) ? yuan : yuan.toFixed(2)}`;
}

/** A time of day, as this device's zone has it. */
export function clockText(moment: Date): string {
  return formatted(moment, { timeStyle: 'medium' });
}

/** The city's own weekday and time of day, whatever zone this device is in. */
export function cityMomentText({ utcMs, offsetMin }: CityMoment): string {
  return formatted(new Date(utcMs + offsetMin * 60_000), {
    weekday: 'short', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit',
    timeZone: 'UTC',
  });
}

function formatted(moment: Date, how: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language.value === 'zh' ? 'zh-CN' : 'en-GB', how).format(moment);
}

/** At most three characters on a pin. */
export function countText(free: number): string {
  return free > 99 ? '99+' : String(free);
}

export function sumText(free: number): string {
  return new Intl.NumberFormat(language.value).format(free);
}
