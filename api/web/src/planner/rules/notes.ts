// Notes of an answer, which come in both languages and may begin with the figures they are about.

import { KPI_CODES, type KpiCode } from '../../shared/wire/planner/kpis.ts';

export interface Note {
  /** The figures it is about; none where it is about all. */
  codes: KpiCode[];
  en: string;
  zh: string;
}

export function noteOf(text: string): Note {
  const [, named, rest] = /^([a-z0-9_, ]+): (.*)$/s.exec(text) ?? [];
  const names = (named ?? '').split(', ');
  const codes = names.flatMap((name) => KPI_CODES.find((code) => code === name) ?? []);
  const said = codes.length > 0 && rest !== undefined ? rest : text;
  const at = said.indexOf(' · ');
  if (at < 0) return { codes, en: said, zh: said };
  return { codes, en: said.slice(0, at), zh: said.slice(at + 3) };
}

/** What is said of one figure. */
export function notesOn(code: KpiCode, notes: readonly Note[]): Note[] {
  return notes.filter((note) => note.codes.includes(code));
}
