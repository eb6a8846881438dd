// The answers that the page shows: figures, cells, districts, the curve.

import { computed, effect, signal } from '@preact/signals';
import { type Request, nameOfRequest } from '../../shared/key/ask.ts';
import { readCurve } from '../../shared/wire/planner/curve.ts';
import { type Heat, readHeat } from '../../shared/wire/planner/heat.ts';
import { readFigures } from '../../shared/wire/planner/kpis.ts';
import { METRICS, type Metric } from '../rules/metrics.ts';
import { hoursToPlay, stepFor } from '../rules/period.ts';
import { noteOf } from '../rules/notes.ts';
import { answerTo } from './answers.ts';
import { hourMs } from './choices.ts';
import { cellsQuestion, curveQuestion, districtsQuestion, figuresQuestion } from './questions.ts';

export const { answer: figures, follow: followFigures } = answerTo(figuresQuestion, readFigures);
export const { answer: cells, follow: followCells } = answerTo(cellsQuestion, readHeat);
export const { answer: districts, follow: followDistricts } = answerTo(districtsQuestion, readHeat);

/** What the map and the table of cells show; the last answer while a new one is on its way. */
export const heat = computed(() => knownMetric(cells.value.value));
export const ranking = computed(() => knownMetric(districts.value.value));

/** The curve question that was refused because so many lots are told by the day alone. */
const refused = signal('');
const usedTime = computed(() => figures.value.value);
export const stepped = computed<Request | null>(() => {
  const [asked, used] = [curveQuestion.value, usedTime.value];
  if (!asked || !used) return null;
  const step = refused.value === nameOfRequest(asked) ? '1d' : stepFor(used.from, used.to);
  return { ...asked, query: { ...asked.query, step } };
});
export const { answer: curve, follow: followCurveAlone } = answerTo(stepped, readCurve);

export const notes = computed(() => (figures.value.value?.notes ?? []).map(noteOf));
/** The hours that the map can be played through. */
export const playable = computed(() => {
  const used = usedTime.value;
  return used ? hoursToPlay(used.from, used.to) : [];
});
/** The hour that the map shows, in the city's zone; null for the whole time. */
export const shownHour = computed(() => {
  const [hour, used] = [hourMs.value, usedTime.value];
  return hour === null || used === null ? null : { utcMs: hour, offsetMin: used.to.offsetMin };
});

export function followCurve(): void {
  followCurveAlone();
  effect(() => {
    const { problem } = curve.value;
    const asked = curveQuestion.peek();
    if (problem?.pointer === '/query/step' && asked) refused.value = nameOfRequest(asked);
  });
}

/** An answer, coloured and told by the metric that it is of, whatever is chosen by now. */
function knownMetric(answer: Heat | null): (Heat & { metric: Metric }) | null {
  const metric = METRICS.find((known) => known === answer?.metric);
  return answer && metric ? { ...answer, metric } : null;
}
