// The operator's key, and what is asked and done under it.

import { type Call, type Outcome, send } from '../../shared/calls.ts';
import { askingWith, dropWhereRefused, type Request } from '../../shared/key/ask.ts';
import { keyStore } from '../../shared/key/key-store.ts';

export const operatorKeys = keyStore('onelot.operator');
export const { key: operatorKey, drop: dropKey } = operatorKeys;
export const asOperator = askingWith(operatorKeys);

/** Whose key it is; its answer shows that the key is good. */
export const WHO: Request = { path: 'operator', query: {} };

/** Do something, once. Where no answer comes it is not known whether it was done. */
export async function act(call: Omit<Call, 'bearer' | 'once'>): Promise<Outcome> {
  const key = operatorKey.peek();
  const outcome = await send({ ...call, bearer: key, once: null });
  if ('problem' in outcome && key !== null) dropWhereRefused(operatorKeys, key, outcome.problem);
  return outcome;
}
