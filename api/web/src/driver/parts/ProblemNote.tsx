// What went wrong and how to mend it, in the reader's language.

import type { Problem } from '../../shared/wire/problem.ts';
import { language, t } from '../../shared/words/language.ts';
import { type WordKey, zh } from '../../shared/words/zh.ts';

export function ProblemNote({ problem, id }: { problem: Problem; id?: string }) {
  return (
    <p class="notice problem" role="alert" {...(id ? { id } : {})}>
      <strong>{titleOf(problem)}</strong> {mendOf(problem)}
    </p>
  );
}

function titleOf({ slug, title, titleZh }: Problem): string {
  if (slug === 'no-connection') return t('problem_no-connection');
  return (language.value === 'zh' ? titleZh : title) ?? t('problem_unknown');
}

/** By the field that is wrong, else by the kind of problem. */
function mendOf({ slug, pointer }: Problem): string {
  const field = slug === 'bad-field' || slug === 'missing-field' ? (pointer ?? '').slice(1) : slug;
  const key = `mend_${field}`;
  return t(key in zh ? (key as WordKey) : 'mend_other');
}
