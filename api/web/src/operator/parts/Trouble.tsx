// What keeps an answer from an operator, in the platform's words, and how to mend it.

import { Trouble as Told } from '../../shared/parts/Trouble.tsx';
import type { Problem } from '../../shared/wire/problem.ts';
import { say, sayIfKnown } from '../words.ts';

export function Trouble({ problem }: { problem: Problem | null }) {
  return (
    <Told problem={problem} offline={say('key_offline')} nameless={say('problem')}>
      {problem && mendOf(problem)}
    </Told>
  );
}

const FIELDS: Readonly<Record<string, string>> = { from: 'time', to: 'time' };

/** By the field that is wrong, else by the kind of problem; the platform's detail says the rest. */
export function mendOf({ slug, pointer }: Problem): string | null {
  const field = (pointer ?? '').split('/').pop() ?? '';
  return sayIfKnown(`mend_${slug}`) ?? sayIfKnown(`mend_${FIELDS[field] ?? field}`);
}
