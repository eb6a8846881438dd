// Says what was done, until something else is or it is dismissed.

import { nameOf, t } from '../../shared/words/language.ts';
import { done } from '../state/acts.ts';
import { findOwnLot } from '../state/own.ts';
import { say } from '../words.ts';

export function DoneNote() {
  const told = done.value;
  const lot = findOwnLot(told?.lotId ?? null);
  return (
    <div role="status" class="done">
      {told && (
        <div class="notice">
          <strong>{lot ? nameOf(lot) : told.lotId}</strong> {say(`done_${told.what}`)}
          <button type="button" class="quiet" onClick={() => (done.value = null)}>{t('dismiss')}</button>
        </div>
      )}
    </div>
  );
}
