// The sample that is being checked, how it is to be read, and what came out of it.

import { signal } from '@preact/signals';
import { type Checked, readChecked } from '../../shared/wire/operator/check.ts';
import { type Problem, readProblem } from '../../shared/wire/problem.ts';
import { act } from './key.ts';

export const DATUMS = ['', 'wgs84', 'gcj02', 'bd09', 'cgcs2000'] as const;
export type DatumChoice = (typeof DATUMS)[number];

export const pasted = signal('');
/** A file that was given instead of a text. */
export const file = signal<File | null>(null);
export const format = signal('');
export const datum = signal<DatumChoice>('');
export const zone = signal('');
/** The guessed mapping, as somebody may have mended it. */
export const mapping = signal('');

export const checked = signal<Checked | null>(null);
export const checkProblem = signal<Problem | null>(null);
export const isChecking = signal(false);

export async function check(withMapping = false): Promise<void> {
  const sample = file.peek() ?? pasted.peek();
  if (isChecking.peek() || (typeof sample === 'string' && sample.trim() === '')) return;
  isChecking.value = true;
  const outcome = await act({
    path: 'operator/check',
    query: {
      format: format.peek().trim() || null,
      coordsys: datum.peek() || null,
      timezone: zone.peek().trim() || null,
      mapping: withMapping ? mapping.peek() : null,
    },
    body: new Blob([sample]), // as it is, whatever the file says of its type
  });
  isChecking.value = false;
  const answer = 'value' in outcome ? readChecked(outcome.value) : null;
  checked.value = answer;
  checkProblem.value =
    'problem' in outcome ? outcome.problem : answer === null ? readProblem(null, 0) : null;
  if (answer?.mapping) mapping.value = answer.mapping;
}

/** What came out belongs to what was checked: another sample has no answer yet. */
export function takeSample(sample: string | File): void {
  file.value = typeof sample === 'string' ? null : sample;
  pasted.value = typeof sample === 'string' ? sample : '';
  checked.value = null;
  checkProblem.value = null;
  mapping.value = '';
}
