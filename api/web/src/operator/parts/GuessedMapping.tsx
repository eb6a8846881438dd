// The mapping that was guessed: to be looked over, mended, tried again, copied, saved.

import { useSignal } from '@preact/signals';
import { keepFile } from '../../shared/files.ts';
import { check, isChecking, mapping } from '../state/check.ts';
import { say } from '../words.ts';

export function GuessedMapping() {
  const isCopied = useSignal(false);
  const copy = () => {
    navigator.clipboard?.writeText(mapping.peek()).then(
      () => {
        isCopied.value = true;
        window.setTimeout(() => (isCopied.value = false), 3000);
      },
      () => undefined, // not allowed here: the text can be marked and copied by hand
    );
  };
  const save = () => keepFile(new Blob([mapping.peek()], { type: 'application/toml' }), 'mapping.toml');
  return (
    <section aria-labelledby="mapping-title">
      <h3 id="mapping-title">{say('mapping')}</h3>
      <p class="faint">{say('mapping_why')}</p>
      <textarea
        aria-labelledby="mapping-title"
        name="mapping"
        class="mapping"
        rows={Math.min(24, mapping.value.split('\n').length + 1)}
        spellcheck={false}
        value={mapping.value}
        onInput={(event) => (mapping.value = event.currentTarget.value)}
      />
      <div class="actions">
        <button type="button" onClick={copy}>{say(isCopied.value ? 'mapping_copied' : 'mapping_copy')}</button>
        <button type="button" onClick={save}>{say('mapping_save')}</button>
        <button type="button" disabled={isChecking.value} onClick={() => void check(true)}>
          {say('mapping_try')}
        </button>
      </div>
    </section>
  );
}
