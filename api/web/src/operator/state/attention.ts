// What needs attention now, for the page.

import { computed } from '@preact/signals';
import { attentionOf } from '../rules/attention.ts';
import { closures } from './closures.ts';
import { isHeard, judgedNow, ownStates } from './live.ts';
import { feeds, ownLots, registered } from './own.ts';

export const attention = computed(() =>
  attentionOf({
    health: feeds.value.value,
    lots: ownStates.value,
    closures: closures.value,
    nowMs: judgedNow.value,
  }),
);
/** Whether enough has come to say that nothing needs attention. */
export const isKnown = computed(
  () =>
    feeds.value.value !== null &&
    registered.value.value !== null &&
    (isHeard.value || ownLots.value.length === 0),
);
