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

/** The city's own time of day. */
export function cityHourText({ utcMs, offsetMin }: CityMoment): string {
  return formatted(new Date(utcMs + offsetMin * 60_000), {
    hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC',
  });
}

/** From when until when; the day is said once where it is the same. */
export function spanText(from: CityMoment, to: CityMoment): string {
  const day = ({ utcMs, offsetMin }: CityMoment) => Math.floor((utcMs / 60_000 + offsetMin) / 1440);
  const end = day(from) === day(to) ? cityHourText(to) : cityMomentText(to);
  return `${cityMomentText(from)} – ${end}`;
}

/** Time that is left: minutes and seconds, or hours and minutes. */
export function leftText(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  if (seconds >= 3600) {
    const minutes = Math.round(seconds / 60);
    return `${t('hours', { n: Math.floor(minutes / 60) })} ${t('minutes', { n: minutes % 60 })}`;
  }
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** What a stay costs: yuan, credits or nothing. */
export function costText(fen: number, credits: number): string {
  return credits > 0 ? t('credits', { n: credits }) : priceText(fen);
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
