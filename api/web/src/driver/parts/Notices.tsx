// What must be said above everything else: a clock that is not real, too many lots, a lot lost,
// news of a booking.

import { ClockNotice } from '../../shared/parts/ClockNotice.tsx';
import { distanceText } from '../../shared/words/figures.ts';
import { nameOf, t } from '../../shared/words/language.ts';
import { flight, selectedId } from '../state/choices.ts';
import { tooMany } from '../state/city.ts';
import { type Rescue, rescue } from '../state/rescue.ts';
import { NewsNotice } from './Messages.tsx';

export function Notices() {
  const lost = rescue.value;
  return (
    <div class="notices" aria-live="polite">
      <ClockNotice />
      {tooMany.value && <p class="notice">{t('zoom_in')}</p>}
      <NewsNotice />
      {lost && <RescueNotice lost={lost} />}
    </div>
  );
}

function RescueNotice({ lost: { lost, why, best } }: { lost: Rescue }) {
  const said = t(why === 'closed' ? 'next_closed' : 'next_filled', { name: nameOf(lost.facts) });
  const go = () => {
    if (!best) return;
    rescue.value = null;
    selectedId.value = best.lot.facts.lotId;
    flight.value = { center: best.lot.facts };
  };
  return (
    <div class="notice rescue" role="alert">
      <p>
        <strong>{said}</strong>{' '}
        {best
          ? t('next_offer', {
              name: nameOf(best.lot.facts),
              free: best.look.free ?? '?',
              distance: distanceText(best.distanceM),
            })
          : t('next_none')}
      </p>
      <div class="actions">
        {best && <button type="button" class="strong" onClick={go}>{t('next_switch')}</button>}
        <button type="button" onClick={() => (rescue.value = null)}>{t('dismiss')}</button>
      </div>
    </div>
  );
}
