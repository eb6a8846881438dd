// Says that an answer is missing, why, and what the platform says would mend it.

import type { ComponentChildren } from 'preact';
import type { Problem } from '../wire/problem.ts';
import { language } from '../words/language.ts';

export interface TroubleProps {
  problem: Problem | null;
  /** Where nothing came back. */
  offline: string;
  /** Where what came back says nothing. */
  nameless: string;
  /** More of it, in the reader's language. */
  children?: ComponentChildren;
}

export function Trouble({ problem, offline, nameless, children }: TroubleProps) {
  if (!problem) return null;
  const isOffline = problem.slug === 'no-connection';
  const title = language.value === 'zh' ? problem.titleZh : problem.title;
  return (
    <p class="notice problem" role="alert">
      <strong>{isOffline ? offline : (title ?? nameless)}</strong>{' '}
      {children}{' '}
      {problem.detail && <span lang="en">{problem.detail}</span>}
    </p>
  );
}
