// Paste a sample, and be told what it is: a text or a file, and how to read it where one knows.

import { useSignal } from '@preact/signals';
import { Choice } from '../../shared/parts/Choice.tsx';
import {
  DATUMS, check, checkProblem, checked, datum, file, format, isChecking, pasted, takeSample, zone,
} from '../state/check.ts';
import { say } from '../words.ts';
import { CheckAnswer, headlineOf } from './CheckAnswer.tsx';
import { Trouble } from './Trouble.tsx';

export function CheckPane() {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void check();
  };
  return (
    <section class="pane check" aria-labelledby="check-title">
      <h2 id="check-title">{say('view_check')}</h2>
      <p>{say('check_what')}</p>
      <form onSubmit={submit}>
        <Sample />
        <Options />
        <div class="actions">
          <button type="submit" class="strong" disabled={isChecking.value || !hasSample()}>
            {say(isChecking.value ? 'checking' : 'check_send')}
          </button>
        </div>
      </form>
      <p role="status" class="unseen">
        {isChecking.value ? say('checking') : checked.value ? headlineOf(checked.value) : ''}
      </p>
      <div aria-busy={isChecking.value}>
        <Trouble problem={checkProblem.value} />
        {checked.value && <CheckAnswer checked={checked.value} />}
      </div>
    </section>
  );
}

function hasSample(): boolean {
  return file.value !== null || pasted.value.trim() !== '';
}

function Sample() {
  const isOver = useSignal(false);
  const given = file.value;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    isOver.value = false;
    const [dropped] = event.dataTransfer?.files ?? [];
    if (dropped) takeSample(dropped);
  };
  return (
    <div
      class="drop"
      data-over={isOver.value}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => (isOver.value = false)}
      onDrop={drop}
    >
      {given ? (
        <p class="given">
          {say('file_given', { name: given.name, size: Math.ceil(given.size / 1024) })}
          <button type="button" class="quiet" onClick={() => takeSample('')}>{say('file_remove')}</button>
        </p>
      ) : (
        <label class="field">
          <span>{say('sample')}</span>
          <textarea
            name="sample"
            rows={9}
            spellcheck={false}
            placeholder={say('sample_hint')}
            value={pasted.value}
            onInput={(event) => takeSample(event.currentTarget.value)}
          />
        </label>
      )}
      <p class="files">
        <label class="chip">
          {say('file_choose')}
          <input
            class="unseen"
            type="file"
            onChange={(event) => {
              const [chosen] = event.currentTarget.files ?? [];
              if (chosen) takeSample(chosen);
              event.currentTarget.value = '';
            }}
          />
        </label>
        <span class="faint">{say('file_drop')}</span>
      </p>
    </div>
  );
}

function Options() {
  return (
    <details class="options">
      <summary>{say('options')}</summary>
      <div class="fields">
        <label class="field">
          <span>{say('opt_format')}</span>
          <input
            name="format" autocomplete="off" spellcheck={false} maxLength={64}
            placeholder={say('opt_format_hint')} value={format.value}
            onInput={(event) => (format.value = event.currentTarget.value)}
          />
        </label>
        <Choice
          label={say('opt_datum')}
          value={datum.value}
          options={DATUMS.map((name) => [name, name === '' ? say('datum_city') : name.toUpperCase()] as const)}
          onChange={(chosen) => (datum.value = chosen)}
        />
        <label class="field">
          <span>{say('opt_zone')}</span>
          <input
            name="timezone" autocomplete="off" spellcheck={false} maxLength={64}
            placeholder={say('opt_zone_hint')} value={zone.value}
            onInput={(event) => (zone.value = event.currentTarget.value)}
          />
        </label>
      </div>
    </details>
  );
}
