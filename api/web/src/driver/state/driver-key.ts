// Who this device is to the platform: a key without a name behind it, made when it is first needed
// and kept here.

import { signal } from '@preact/signals';
import { type Outcome, send } from '../../shared/calls.ts';
import { forget, recall, remember } from '../../shared/memory.ts';
import { fieldsOf, textOf } from '../../shared/wire/read.ts';
import { type Problem, readProblem } from '../../shared/wire/problem.ts';

const STORED_AS = 'onelot.driver';

export const driverKey = signal<string | null>(recall(STORED_AS));

let becoming: Promise<Outcome> | null = null;

/** Have a key, a new one if need be; a problem where none can be had. */
export async function becomeDriver(): Promise<Problem | null> {
  if (driverKey.peek() !== null) return null;
  becoming ??= send({ path: 'drivers', bearer: null, once: null });
  const outcome = await becoming;
  becoming = null;
  if ('problem' in outcome) return outcome.problem;
  const key = textOf(fieldsOf(outcome.value)?.['key']);
  if (key === null) return readProblem(null, 500);
  driverKey.value = key;
  remember(STORED_AS, key);
  return null;
}

/** The platform does not know the key any more. */
export function forgetDriver(): void {
  driverKey.value = null;
  forget(STORED_AS);
}

/** Another tab may have become a driver meanwhile: this one is the same. */
export function followOtherTabs(): void {
  window.addEventListener('storage', (event) => {
    if (event.key === STORED_AS) driverKey.value = event.newValue;
  });
}
