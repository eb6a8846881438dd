// Doing something as the driver of this device: under its key, once, however often it is sent.

import { signal } from '@preact/signals';
import { type Outcome, isSettled, send } from '../../shared/calls.ts';
import { Intents } from '../../shared/intents.ts';
import { becomeDriver, driverKey, forgetDriver } from './driver-key.ts';

/** What is under way, by the name that was given to it; null when nothing is. */
export const acting = signal<string | null>(null);

const intents = new Intents();

export async function act(name: string, path: string, body?: object): Promise<Outcome> {
  acting.value = name;
  try {
    const problem = await becomeDriver();
    return problem ? { problem } : await sendOnce(path, body);
  } finally {
    acting.value = null;
  }
}

async function sendOnce(path: string, body?: object): Promise<Outcome> {
  const text = body && JSON.stringify(body);
  const wish = `${path} ${text ?? ''}`;
  const outcome = await send({
    path,
    bearer: driverKey.peek(),
    once: intents.keyFor(wish),
    ...(text === undefined ? {} : { body: text }),
  });
  if (isSettled(outcome)) intents.settle(wish);
  if ('problem' in outcome && outcome.problem.status === 401) forgetDriver();
  return outcome;
}
