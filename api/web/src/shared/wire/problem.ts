// A problem as the API tells it (RFC 9457), with its title in both languages; and the one that the
// API cannot tell: that nothing came back.

import { fieldsOf, numberOf, textOf } from './read.ts';

export interface Problem {
  slug: string;
  /** HTTP status; 0 where no answer came. */
  status: number;
  title: string | null;
  titleZh: string | null;
  /** What is wrong and how to mend it, in English. */
  detail: string | null;
  /** Which field of what was sent is wrong, as an RFC 6901 pointer. */
  pointer: string | null;
}

export const NO_CONNECTION: Problem = {
  slug: 'no-connection', status: 0, title: null, titleZh: null, detail: null, pointer: null,
};

export function readProblem(value: unknown, status: number): Problem {
  const fields = fieldsOf(value) ?? {};
  return {
    slug: (textOf(fields['type']) ?? '').split('/').pop() ?? '',
    status: numberOf(fields['status']) ?? status,
    title: textOf(fields['title']),
    titleZh: textOf(fields['title_zh']),
    detail: textOf(fields['detail']),
    pointer: textOf(fields['pointer']),
  };
}
