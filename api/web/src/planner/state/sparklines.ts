// The small curve of each district, asked one after the other once the ranking stands.

import { effect, signal } from '@preact/signals';
import { nameOfRequest } from '../../shared/key/ask.ts';
import { type Curve, readCurve } from '../../shared/wire/planner/curve.ts';
import { getJson } from './ask.ts';
import { hourMs } from './choices.ts';
import { ranking, stepped } from './figures.ts';
import { plannerKey } from './key.ts';
import { districtCurveQuestion } from './questions.ts';

/** By area code, as far as they have come. */
export const sparklines = signal<ReadonlyMap<string, Curve>>(new Map());

let asking: AbortController | null = null;
let asked = '';

export function followSparklines(): void {
  effect(() => {
    const [ranked, curveAsked, key] = [ranking.value, stepped.value, plannerKey.value];
    if (!key) return stop();
    if (!ranked || !curveAsked || hourMs.value !== null) return;
    const codes = ranked.places.map((place) => place.placeId);
    const ofTheCity = { ...curveAsked, query: { ...curveAsked.query, area: null } };
    const name = `${codes.join()} ${nameOfRequest(ofTheCity)}`;
    if (name === asked) return;
    asked = name;
    const step = curveAsked.query['step'] === '1d' ? '1d' : '1h';
    asking?.abort();
    asking = new AbortController();
    void askAll(codes, step, key, asking.signal);
  });
}

/** Nothing is asked any more with a key that is gone. */
function stop(): void {
  asking?.abort();
  asked = '';
}

async function askAll(codes: string[], step: string, key: string, signal: AbortSignal): Promise<void> {
  const found = new Map<string, Curve>();
  for (const code of codes) {
    const question = districtCurveQuestion(code, step);
    const got = question && (await getJson(question, key, signal).catch(() => null));
    if (signal.aborted) return;
    const curve = got && 'value' in got ? readCurve(got.value) : null;
    if (curve) found.set(code, curve);
    sparklines.value = new Map(found);
  }
}
