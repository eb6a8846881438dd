// What an operator does to a lot: counts it anew, closes it, opens it again. Drivers see it at once.

import { signal } from '@preact/signals';
import type { Outcome } from '../../shared/calls.ts';
import type { Problem } from '../../shared/wire/problem.ts';
import { fieldsOf, listOf, textOf } from '../../shared/wire/read.ts';
import type { ClosureWish, Counted } from '../rules/counting.ts';
import { loadClosures } from './closures.ts';
import { act } from './key.ts';
import { refreshFeeds } from './own.ts';

export type Done = 'recounted' | 'suspect' | 'late' | 'closed' | 'reopened';

/** What was last done, to be said; gone with the next deed. */
export const done = signal<{ what: Done; lotId: string } | null>(null);
/** The deed under way, as `what lot`; null when none is. */
export const doing = signal<string | null>(null);

export async function recount(lotId: string, spaces: Counted[], reason: string): Promise<Problem | null> {
  const body = JSON.stringify({ spaces, reason });
  return deed('recount', lotId, { path: `${pathOf(lotId)}/recount`, body }, howTaken);
}

export async function close(lotId: string, wish: ClosureWish): Promise<Problem | null> {
  const call = { path: `${pathOf(lotId)}/closures`, body: JSON.stringify(wish) };
  return deed('close', lotId, call, () => 'closed');
}

export async function reopen(lotId: string, closureId: string): Promise<Problem | null> {
  const path = `${pathOf(lotId)}/closures/${encodeURIComponent(closureId)}`;
  return deed('reopen', lotId, { path, method: 'DELETE' }, () => 'reopened');
}

async function deed(
  what: string,
  lotId: string,
  call: Parameters<typeof act>[0],
  told: (answer: unknown) => Done,
): Promise<Problem | null> {
  if (doing.peek() !== null) return null;
  doing.value = `${what} ${lotId}`;
  done.value = null;
  const outcome: Outcome = await act(call);
  doing.value = null;
  if (what !== 'recount') void loadClosures(lotId);
  if ('problem' in outcome) return outcome.problem;
  done.value = { what: told(outcome.value), lotId };
  refreshFeeds();
  return null;
}

/** A count may be taken and yet doubted, or be older than what is known already. */
function howTaken(answer: unknown): Done {
  const fields = fieldsOf(answer);
  if (textOf(fields?.['status']) === 'late') return 'late';
  return listOf(fields?.['flags']).includes('suspect') ? 'suspect' : 'recounted';
}

function pathOf(lotId: string): string {
  return `operator/lots/${encodeURIComponent(lotId)}`;
}
