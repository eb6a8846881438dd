// The number and the word for a lot's state, in the colour of the map's pin.

import { countText } from '../words/figures.ts';
import { t } from '../words/language.ts';
import type { Look } from '../truth/look.ts';

export function Badge({ look }: { look: Look }) {
  return (
    <span class="badge" data-tone={look.tone}>
      <b>{badgeText(look)}</b>
      <small>{t(`tone_${look.tone}`)}</small>
    </span>
  );
}

/** A count too old to trust is a question mark, never the old number. */
function badgeText({ tone, free }: Look): string {
  if (tone === 'closed') return '–';
  return free === null ? '?' : countText(free);
}
