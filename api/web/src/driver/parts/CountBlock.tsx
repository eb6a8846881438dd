// The count of one lot with all that qualifies it: interval, trend, age, kind, flags, classes.

import { SPACE_CLASSES } from '../../shared/wire/vocabulary.ts';
import { readMoment } from '../../shared/truth/city-clock.ts';
import { cityMomentText } from '../../shared/words/figures.ts';
import { t } from '../../shared/words/language.ts';
import type { Row } from '../state/rank.ts';
import { Age } from './Age.tsx';
import { Badge } from '../../shared/parts/Badge.tsx';

export function CountBlock({ row: { lot, look } }: { row: Row }) {
  const { low, high, kind, trend, flags, lastKnown } = lot.availability;
  const { free, capacity } = look;
  return (
    <section class="count" aria-label={t('about_count')} data-tone={look.tone}>
      <Badge look={look} />
      <div>
        <p class="count-line">
          {free === null
            ? t('free_unknown')
            : capacity === null
              ? t('free_only', { free })
              : t('free_of', { free, capacity })}
        </p>
        <p class="lot-line faint">
          {free !== null && low !== null && high !== null && low < high && (
            <span>{t('interval', { low, high })}</span>
          )}
          {free !== null && trend !== 'unknown' && <span>{t(`trend_${trend}`)}</span>}
          {free === null && lastKnown?.free != null && (
            <span>
              {t('last_known', {
                free: lastKnown.free,
                time: whenText(lastKnown.observedAt),
              })}
            </span>
          )}
        </p>
        <p class="lot-line faint">
          <Age lot={lot} />
          {kind !== 'unknown' && <span>{t(`kind_${kind}`)}</span>}
        </p>
      </div>
      {flags.length > 0 && (
        <ul class="flags">{flags.map((flag) => <li key={flag}>{t(`flag_${flag}`)}</li>)}</ul>
      )}
      <Classes row={{ lot, look }} />
    </section>
  );
}

function whenText(observedAt: string | null): string {
  const moment = readMoment(observedAt);
  return moment ? cityMomentText(moment) : '?';
}

/** The split by space class; hidden where there is only one, or where the counts are too old. */
function Classes({ row: { lot, look } }: { row: Pick<Row, 'lot' | 'look'> }) {
  const { byClass } = lot.availability;
  const names = SPACE_CLASSES.filter((name) => byClass[name]);
  if (names.length < 2) return null;
  const old = look.tone === 'stale' || look.tone === 'unknown' || look.tone === 'closed';
  return (
    <table class="classes">
      <caption>{t('by_class')}</caption>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{t(`space_${name}`)}</th>
            <td>{old ? '?' : (byClass[name]?.free ?? '?')}</td>
            <td class="faint">/ {byClass[name]?.capacity ?? '?'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
