// What the driver was told: all of it in the list of bookings, the newest above everything else.

import { cityMomentText } from '../../shared/words/figures.ts';
import { language, t } from '../../shared/words/language.ts';
import { type Told, nameOfTold } from '../../shared/wire/told.ts';
import { bookingsShown } from '../state/bookings.ts';
import { cityNow } from '../state/city.ts';
import { isUnseen, markSeen, news, told } from '../state/told.ts';

/** News that came while the page was open. */
export function NewsNotice() {
  const one = news.value;
  if (one === null || bookingsShown.value) return null;
  const see = () => {
    news.value = null;
    bookingsShown.value = true;
  };
  return (
    <div class="notice news" role="alert">
      <p><strong>{titleOf(one)}</strong> {textOf(one)}</p>
      <div class="actions">
        <button type="button" class="strong" onClick={see}>{t('see_bookings')}</button>
        <button type="button" onClick={markSeen}>{t('dismiss')}</button>
      </div>
    </div>
  );
}

export function Messages() {
  if (told.value.length === 0) return null;
  return (
    <section aria-labelledby="messages-title">
      <h3 id="messages-title">{t('messages')}</h3>
      <ul class="messages">
        {told.value.map((one) => (
          <li key={nameOfTold(one)} data-kind={one.kind}>
            <p>
              {isUnseen(one) && <mark>{t('message_new')}</mark>}{' '}
              <strong>{titleOf(one)}</strong> <small class="faint">{whenTold(one)}</small>
            </p>
            <p>{textOf(one)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** On the city's clock: the moment itself is told in UTC. */
function whenTold({ at }: Told): string {
  return cityMomentText({ ...at, offsetMin: cityNow.value.offsetMin });
}

function titleOf({ title, titleZh }: Told): string {
  return language.value === 'zh' ? titleZh : title;
}

function textOf({ text, textZh }: Told): string {
  return language.value === 'zh' ? textZh : text;
}
