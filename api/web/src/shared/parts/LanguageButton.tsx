// Switches between the two languages; named in the other one.

import { language, t } from '../words/language.ts';

export function LanguageButton() {
  return (
    <button
      type="button"
      class="quiet language"
      lang={language.value === 'zh' ? 'en' : 'zh-CN'}
      onClick={() => (language.value = language.value === 'zh' ? 'en' : 'zh')}
    >
      {t('language')}
    </button>
  );
}
