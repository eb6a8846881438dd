// Colours of lots. Tones are told apart by lightness too, and every pin carries a word or number.

import type { Tone } from '../../shared/truth/look.ts';

/** Fill of a pin and a dot. White text on each reads at 4.5 : 1 or better. */
export const TONE_FILL: Record<Tone, string> = {
  plenty: '#00755a',
  few: '#a95400',
  full: '#b3201b',
  closed: '#4d5661',
  stale: '#6b7480',
  unknown: '#6b7480',
};
