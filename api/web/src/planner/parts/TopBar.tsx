// Name of the page, how much of the city is connected, ways elsewhere, the key and the language.

import { signal } from '@preact/signals';
import { Icon } from '../../shared/icons.tsx';
import { LanguageButton } from '../../shared/parts/LanguageButton.tsx';
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
      <LanguageButton />
    </div>
  );
}

function Connected() {
  const told = ledger.value.value;
  // A city of this very hour has lots since its next full one.
  if (told === null || told.lotsFiled === 0) return <>{say('tagline')}</>;
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
  const copy = () => {
    navigator.clipboard?.writeText(location.href).then(
      () => {
        copied.value = true;
        window.setTimeout(() => (copied.value = false), 3000);
      },
      () => undefined, // not allowed here: the address bar holds the same link
    );
  };
  return (
    <>
      <button type="button" class="quiet" onClick={copy}>
        <Icon name="share" />
        {say(copied.value ? 'copied' : 'copy_link')}
      </button>
      <span role="status" class="unseen">{copied.value && say('copied')}</span>
      <button type="button" class="quiet" onClick={() => dropKey()}>{say('sign_out')}</button>
    </>
  );
}
