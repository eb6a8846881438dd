// Says that an answer is missing, why, and what the platform says would mend it.

import type { Problem } from '../../shared/wire/problem.ts';
import { language } from '../../shared/words/language.ts';
import { say } from '../words.ts';

export function Trouble({ problem }: { problem: Problem | null }) {
  if (!problem) return null;
  const isOffline = problem.slug === 'no-connection';
  const title = language.value === 'zh' ? problem.titleZh : problem.title;
  return (
    <p class="notice problem" role="alert">
      <strong>{isOffline ? say('key_offline') : (title ?? say('problem'))}</strong>{' '}
      {problem.detail && <span lang="en">{problem.detail}</span>}
    </p>
  );
}
