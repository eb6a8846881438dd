// Name of the page, how much of the city is connected, ways elsewhere, the key and the language.

import { signal } from '@preact/signals';
import { Icon } from '../../shared/icons.tsx';
import { language, t } from '../../shared/words/language.ts';
import { dropKey, plannerKey } from '../state/key.ts';
import { ledger } from '../state/ledger.ts';
import { numberText, say } from '../words.ts';

const copied = signal(false);

export function TopBar() {
  return (
    <div class="bar">
      <div class="brand">
        <h1>{say('title')}</h1>
        <p><Connected /></p>
      </div>
      <nav class="ways">
        <a href="./">{say('driver_page')}</a>
        <a href="./status">{say('status_page')}</a>
      </nav>
      {plannerKey.value !== null && <Own />}
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

function Connected() {
  const told = ledger.value.value;
  if (told === null) return <>{say('tagline')}</>;
  return (
    <>
      {say('connected', {
        lots: numberText(told.lotsConnected),
        lots_filed: numberText(told.lotsFiled),
        berths: numberText(told.berthsConnected),
        berths_filed: numberText(told.berthsFiled),
      })}
    </>
  );
}

function Own() {
  const copy = async () => {
    await navigator.clipboard?.writeText(location.href).catch(() => undefined);
    copied.value = true;
    window.setTimeout(() => (copied.value = false), 3000);
  };
  return (
    <>
      <button type="button" class="quiet" onClick={() => void copy()}>
        <Icon name="share" />
        <span role="status">{say(copied.value ? 'copied' : 'copy_link')}</span>
      </button>
      <button type="button" class="quiet" onClick={() => dropKey()}>{say('sign_out')}</button>
    </>
  );
}
