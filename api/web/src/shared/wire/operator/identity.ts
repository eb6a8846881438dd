// Whose key it is, as GET /v1/operator tells it.

import { fieldsOf, textOf } from '../read.ts';

export interface Identity {
  role: string;
  /** The operator's id; null for an administrator, who sees all. */
  operator: string | null;
  name: string | null;
}

export function readIdentity(answer: unknown): Identity | null {
  const fields = fieldsOf(answer);
  const role = textOf(fields?.['role']);
  if (!fields || role === null) return null;
  return { role, operator: textOf(fields['operator']), name: textOf(fields['name']) };
}
