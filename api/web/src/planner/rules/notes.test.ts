import { expect, test } from 'vitest';
import { noteOf, notesOn } from './notes.ts';

test('a note names its figures and speaks both languages', () => {
  const note = noteOf('turnover, unmet_demand: nobody came · 没有车辆进场');
  expect(note).toEqual({
    codes: ['turnover', 'unmet_demand'], en: 'nobody came', zh: '没有车辆进场',
  });
  expect(notesOn('turnover', [note])).toEqual([note]);
  expect(notesOn('utilization', [note])).toEqual([]);
});

test('a note on the whole answer names none, even with a colon in it', () => {
  expect(noteOf('connected: a report · 联网指').codes).toEqual([]);
  expect(noteOf('connected: a report · 联网指').en).toBe('connected: a report');
});

test('a note in one language is shown in both', () => {
  expect(noteOf('only this')).toEqual({ codes: [], en: 'only this', zh: 'only this' });
});
