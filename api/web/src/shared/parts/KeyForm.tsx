// Asks for a key, tries it, and says in plain words what is wrong with it and how to get one.

import { signal } from '@preact/signals';
import type { Asking, Request } from '../key/ask.ts';
import type { KeyStore } from '../key/key-store.ts';

export type KeyWord =
  | 'key_title' | 'key_why' | 'key_label' | 'key_enter' | 'key_asking' | 'key_none'
  | 'key_unknown' | 'key_role' | 'key_offline';

interface KeyFormProps {
  store: KeyStore;
  asking: Asking;
  /** A call that only a good key of the right role gets an answer to. */
  trial: Request;
  /** What an administrator runs to make such a key. */
  command: string;
  say(word: KeyWord): string;
}

const isTrying = signal(false);

export function KeyForm(props: KeyFormProps) {
  const { store, say, command } = props;
  const why = store.refusal.value;
  return (
    <main class="key-pane">
      <form class="key-form" onSubmit={(event) => void enter(event, props)}>
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
        <pre tabIndex={0}><code>{command}</code></pre>
      </form>
    </main>
  );
}

async function enter(event: SubmitEvent, { store, asking, trial }: KeyFormProps): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget;
  if (!(form instanceof HTMLFormElement) || isTrying.peek()) return;
  const key = String(new FormData(form).get('key') ?? '').trim();
  if (key === '') return;
  isTrying.value = true;
  store.refusal.value = null;
  const got = isPlain(key) ? await asking.getJson(trial, key) : null;
  isTrying.value = false;
  if (got === null) store.refusal.value = 'unknown';
  else if ('value' in got) store.take(key);
  else if (got.problem.status !== 401 && got.problem.status !== 403) store.refusal.value = 'offline';
}

/** Headers hold plain letters alone; what has others was never a key. */
function isPlain(key: string): boolean {
  return /^[\x21-\x7e]+$/.test(key);
}
