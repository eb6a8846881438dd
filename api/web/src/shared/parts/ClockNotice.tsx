// Says that the city's clock is not the real one; nothing where it is.

import { cityTime, clock } from '../live/clock.ts';
import { cityMomentText } from '../words/figures.ts';
import { t } from '../words/language.ts';

export function ClockNotice() {
  const now = clock.value;
  if (now === null || now.mode === 'real') return null;
  const time = cityTime.value ? cityMomentText(cityTime.value) : '?';
  const words =
    now.mode === 'manual' ? t('clock_manual') : t('clock_running', { time, n: now.speed });
  return <p class="notice">{words}</p>;
}
