// Asks for a key, tries it, and says in plain words what is wrong with it and how to get one.

import { signal } from '@preact/signals';
import { getJson } from '../state/ask.ts';
import { refusal, takeKey } from '../state/key.ts';
import { LEDGER } from '../state/ledger.ts';
import { say } from '../words.ts';

const COMMAND = 'onelot key create --role planner';
const isTrying = signal(false);

export function KeyForm() {
  const why = refusal.value;
  return (
    <main class="key-pane">
      <form class="key-form" onSubmit={(event) => void enter(event)}>
        <h2>{say('key_title')}</h2>
        <p class="faint">{say('key_why')}</p>
        <label class="field">
          <span>{say('key_label')}</span>
          <input
            name="key"
            type="password"
            autocomplete="off"
            spellcheck={false}
            required
            {...(why ? { 'aria-invalid': true, 'aria-describedby': 'key-refused' } : {})}
          />
        </label>
        {why && <p class="notice problem" role="alert" id="key-refused">{say(`key_${why}`)}</p>}
        <div class="actions">
          <button type="submit" class="strong" disabled={isTrying.value}>
            {say(isTrying.value ? 'key_asking' : 'key_enter')}
          </button>
        </div>
        <p class="faint key-none">{say('key_none')}</p>
        <pre tabIndex={0}><code>{COMMAND}</code></pre>
      </form>
    </main>
  );
}

async function enter(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget;
  if (!(form instanceof HTMLFormElement) || isTrying.peek()) return;
  const key = String(new FormData(form).get('key') ?? '').trim();
  if (key === '') return;
  isTrying.value = true;
  refusal.value = null;
  const got = isPlain(key) ? await getJson(LEDGER, key) : null;
  isTrying.value = false;
  if (got === null) refusal.value = 'unknown';
  else if ('value' in got) takeKey(key);
  else if (got.problem.status !== 401 && got.problem.status !== 403) refusal.value = 'offline';
}

/** Headers hold plain letters alone; what has others was never a key. */
function isPlain(key: string): boolean {
  return /^[\x21-\x7e]+$/.test(key);
}
