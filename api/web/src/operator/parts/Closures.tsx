// The closures of a lot that stand, each to be taken back.

import { type Closure, isStanding } from '../../shared/wire/operator/closure.ts';
import { cityMomentText } from '../../shared/words/figures.ts';
import { type OwnState, isClosed } from '../rules/own-state.ts';
import { closures } from '../state/closures.ts';
import { judgedNow } from '../state/live.ts';
import { say } from '../words.ts';
import { ReopenButton } from './ReopenButton.tsx';

export function Closures({ state }: { state: OwnState }) {
  const { lotId } = state.lot;
  const known = closures.value.get(lotId);
  const standing = (known ?? []).filter((one) => isStanding(one, judgedNow.value));
  return (
    <section class="deed" aria-labelledby="closures-title">
      <h3 id="closures-title">{say('closures')}</h3>
      {known && standing.length === 0 && (
        <p class="faint">{say(isClosed(state) ? 'closed_by_hours' : 'closures_none')}</p>
      )}
      <ul class="closures">
        {standing.map((one) => (
          <li key={one.closureId}>
            <div>
              <p>{spanOf(one)}</p>
              <p class="faint">{one.reason ?? say('no_reason')}</p>
            </div>
            <ReopenButton lotId={lotId} closureId={one.closureId} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function spanOf({ from, to }: Closure): string {
  const begins = cityMomentText(from);
  if (to === null) return say('closure_open', { from: begins });
  return say('closure_span', { from: begins, to: cityMomentText(to) });
}
