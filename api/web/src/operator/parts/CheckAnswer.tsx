// What came out of a check: the format, what would get in, what is wrong and how to mend it.

import type { Checked } from '../../shared/wire/operator/check.ts';
import { type FindingGroup, grouped } from '../rules/findings.ts';
import { inWords, say } from '../words.ts';
import { CheckedLots } from './CheckedLots.tsx';
import { GuessedMapping } from './GuessedMapping.tsx';

export function CheckAnswer({ checked }: { checked: Checked }) {
  const { format, nearest, lacks, acceptedLots, acceptedValues, rejected } = checked;
  const isEmpty = acceptedLots + acceptedValues === 0;
  const groups = grouped(checked.problems, checked.counts);
  return (
    <div class="answer" data-format={format ?? ''}>
      <h3>{headlineOf(checked)}</h3>
      {lacks && (
        <p>{nearest ? say('nearest', { format: nearest, lacks: inWords(lacks) }) : inWords(lacks)}</p>
      )}
      {format !== null && (
        <p class={isEmpty ? 'notice problem' : 'notice'}>
          {isEmpty && say('nothing_gets_in')}{' '}
          {say('would_get_in', { lots: acceptedLots, values: acceptedValues, rejected })}
        </p>
      )}
      <Found groups={groups} isRead={format !== null} />
      <CheckedLots lots={checked.lots} />
      {checked.mapping && <GuessedMapping />}
    </div>
  );
}

export function headlineOf({ format, title }: Checked): string {
  if (format === null) return say('is_none');
  return say('is_format', { title: title ? inWords(title) : format });
}

function Found({ groups, isRead }: { groups: FindingGroup[]; isRead: boolean }) {
  if (groups.length === 0) return isRead ? <p>{say('all_good')}</p> : null;
  return (
    <section aria-labelledby="found-title">
      <h3 id="found-title">{say('found')}</h3>
      <ul class="found">
        {groups.map(({ first, times, places }) => (
          <li key={first.code} data-code={first.code} data-blocks={first.blocks}>
            <p>
              <strong>{say(first.blocks ? 'found_blocks' : 'found_hint')}</strong>{' '}
              {inWords({ en: first.message, zh: first.messageZh })}
              {times > 1 && <span class="faint"> {say('found_times', { n: times })}</span>}
            </p>
            <p class="faint">
              {say('found_at')}{' '}
              {places.map((place, at) => <code key={at}>{place}</code>)}
              {times > places.length && ` ${say('found_more')}`}
            </p>
            <p>{say('found_mend')}{inWords({ en: first.mend, zh: first.mendZh })}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
