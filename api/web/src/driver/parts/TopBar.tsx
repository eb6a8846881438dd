// Name of the product, how alive the connection is, and the language switch.

import { clockText } from '../../shared/words/figures.ts';
import { language, nameOf, t } from '../../shared/words/language.ts';
import { heardAt, link } from '../state/city.ts';
import { cityCard } from '../state/search.ts';

export function TopBar() {
  const city = cityCard.value;
  return (
    <div class="bar">
      <div class="brand">
        <h1>{t('title')}</h1>
        <p>{t('tagline', { city: city ? nameOf(city) : '' })}</p>
      </div>
      <LinkState />
      <button
        type="button"
        class="quiet language"
        lang={language.value === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => (language.value = language.value === 'zh' ? 'en' : 'zh')}
      >
        {t('language')}
      </button>
    </div>
  );
}

function LinkState() {
  const state = link.value;
  const since = heardAt.value;
  const words =
    state === 'live'
      ? t('live')
      : state === 'connecting' || since === null
        ? t('connecting')
        : t('offline', { time: clockText(since) });
  return (
    <p class="link" data-link={state} role="status">
      {words}
    </p>
  );
}
