// Files of what is shown: asked with the key in a header, kept by the browser, so that no address
// with a key in it is ever made.

import { signal } from '@preact/signals';
import { keepFile } from '../../shared/files.ts';
import type { Request } from '../../shared/key/ask.ts';
import { get } from './ask.ts';
import { stepped } from './figures.ts';
import { plannerKey } from './key.ts';
import { cellsQuestion, districtsQuestion, figuresQuestion } from './questions.ts';

export const FORMATS = ['csv', 'xlsx', 'parquet', 'geojson'] as const;
export type FileFormat = (typeof FORMATS)[number];
export const EXPORTS = ['kpis', 'series', 'cells', 'districts', 'coverage'] as const;
export type Export = (typeof EXPORTS)[number];

/** The file under way, as `what.format`; null when none is. */
export const exporting = signal<string | null>(null);
export const hasFailed = signal(false);

/** Only what lies somewhere can be drawn on a map. */
export function formatsOf(what: Export): readonly FileFormat[] {
  const hasPlaces = what === 'cells' || what === 'districts' || what === 'coverage';
  return hasPlaces ? FORMATS : FORMATS.filter((format) => format !== 'geojson');
}

/** What is asked for such a file; null while the page does not know yet what it shows. */
export function questionOf(what: Export): Request | null {
  switch (what) {
    case 'kpis':
      return figuresQuestion.value;
    case 'series':
      return stepped.value;
    case 'cells':
      return cellsQuestion.value;
    case 'districts':
      return districtsQuestion.value;
    case 'coverage':
      return { path: 'planner/coverage', query: { by: 'area', level: 'district' } };
  }
}

export async function save(what: Export, format: FileFormat): Promise<void> {
  const [question, key] = [questionOf(what), plannerKey.peek()];
  if (!question || !key || exporting.peek() !== null) return;
  exporting.value = `${what}.${format}`;
  const { geometry: _, ...query } = question.query;
  const got = await get({ ...question, query: { ...query, format } }, key);
  // An answer may break off in the middle of a file.
  const file = 'answer' in got ? await got.answer.blob().catch(() => null) : null;
  hasFailed.value = file === null;
  if (file) keepFile(file, `onelot-${what}.${format}`);
  exporting.value = null;
}
