// What the platform says beside an answer, in the reader's language, folded.

import type { Note } from '../rules/notes.ts';
import { inWords, say } from '../words.ts';

export function Notes({ notes }: { notes: readonly Note[] }) {
  if (notes.length === 0) return null;
  return (
    <details class="notes">
      <summary>{say('notes', { n: notes.length })}</summary>
      <ul>{notes.map((note) => <li key={note.en}>{inWords(note)}</li>)}</ul>
    </details>
  );
}
