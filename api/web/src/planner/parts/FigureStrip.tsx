// The figures of the chosen lots and time: the main ones at first, all on demand, each with its
// coverage and its definition one click away. What has no value says why.

import { computed, signal } from '@preact/signals';
import { Icon } from '../../shared/icons.tsx';
import { KPI_CODES, type Figures, type KpiCode } from '../../shared/wire/planner/kpis.ts';
import { cityMomentText } from '../../shared/words/figures.ts';
import { notesOn } from '../rules/notes.ts';
import { figures, notes } from '../state/figures.ts';
import { ledger } from '../state/ledger.ts';
import { askThoroughly, isThorough } from '../state/questions.ts';
import { figureText, inWords, kpiWordsOf, say, shareText } from '../words.ts';
import { Notes } from './Notes.tsx';
import { Trouble } from './Trouble.tsx';

const MAIN: readonly KpiCode[] = [
  'utilization', 'peak_saturation', 'full_time_share', 'berth_gap', 'turnover', 'median_duration',
  'unmet_demand', 'data_quality_score',
];
/** These tell of the data themselves, so the share that is known says nothing of them. */
const NOT_COVERED: readonly KpiCode[] = [
  'coverage_lots', 'coverage_berths', 'online_rate', 'information_delay', 'information_delay_p95',
  'count_drift', 'data_quality_score', 'tidal_offered_hours', 'tidal_used_hours', 'tidal_uptake',
  'overstay_rate', 'owner_blocked', 'reservation_fulfilment',
];
const showsAll = signal(false);
const defined = signal<KpiCode | null>(null);
const generalNotes = computed(() => notes.value.filter((note) => note.codes.length === 0));

export function FigureStrip() {
  const { value, problem, isAsking } = figures.value;
  return (
    <section aria-labelledby="figures-title" aria-busy={isAsking}>
      <h2 id="figures-title">
        <span>{say('figures')}</span>
        {value && <small>{timeOf(value)}</small>}
      </h2>
      {/* Without the city's time, which comes first, nothing else is asked. */}
      <Trouble problem={problem ?? ledger.value.problem} />
      {value ? <Strip told={value} /> : isAsking && <p class="empty">{say('reading')}</p>}
    </section>
  );
}

function Strip({ told }: { told: Figures }) {
  const codes = showsAll.value ? KPI_CODES : MAIN;
  return (
    <>
      <p class="faint covered">
        {say('covered', { share: shareText(told.coverage, 1) })} · {say('lots_n', { n: told.lots })}
        {told.peakAt && <> · {say('peak_at', { time: cityMomentText(told.peakAt) })}</>}
      </p>
      <ul class="figures">
        {codes.map((code) => <Figure key={code} code={code} told={told} />)}
      </ul>
      <button
        type="button"
        class="quiet"
        aria-expanded={showsAll.value}
        onClick={() => (showsAll.value = !showsAll.value)}
      >
        {say(showsAll.value ? 'figures_fewer' : 'figures_all')}
      </button>
      {!isThorough.value && codes.some((code) => told.values[code] === null) && (
        <button type="button" class="quiet" onClick={askThoroughly}>{say('thorough')}</button>
      )}
      <Notes notes={generalNotes.value} />
    </>
  );
}

function Figure({ code, told }: { code: KpiCode; told: Figures }) {
  const { name, unit, definition } = kpiWordsOf(code);
  const value = told.values[code];
  const isOpen = defined.value === code;
  const said = notesOn(code, notes.value);
  return (
    <li data-code={code} data-known={value !== null}>
      <h3>
        {name}
        <button
          type="button"
          class="define"
          aria-label={say('definition', { name })}
          aria-expanded={isOpen}
          aria-controls={`about-${code}`}
          onClick={() => (defined.value = isOpen ? null : code)}
        >
          <Icon name="about" />
        </button>
      </h3>
      <p class="figure">
        <b>{figureText(value, unit)}</b> {value !== null && unit !== '0-1' && <small>{unit}</small>}
      </p>
      <p class="faint">{sideOf(code, told)}</p>
      <div id={`about-${code}`} class="about" hidden={!isOpen}>
        {isOpen && (
          <>
            <p>{definition}</p>
            {said.map((note) => <p key={note.en} class="why">{inWords(note)}</p>)}
            <code>{code}</code>
          </>
        )}
      </div>
    </li>
  );
}

function sideOf(code: KpiCode, told: Figures): string {
  if (told.values[code] === null) return say('unknown');
  return NOT_COVERED.includes(code) ? '' : say('covered', { share: shareText(told.coverage) });
}

function timeOf({ from, to }: Figures): string {
  return say('figures_of', { from: cityMomentText(from), to: cityMomentText(to) });
}
