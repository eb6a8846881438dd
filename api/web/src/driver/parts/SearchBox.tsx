// Where to: a combobox over landmarks, areas and lots, and the button for one's own position.

import { signal } from '@preact/signals';
import { Icon } from '../../shared/icons.tsx';
import { en } from '../../shared/words/en.ts';
import { nameOf, t } from '../../shared/words/language.ts';
import { zh } from '../../shared/words/zh.ts';
import { destination, flight, goTo, selectedId } from '../state/choices.ts';
import { type Finding, landmarksLike, search } from '../state/search.ts';

const query = signal<string | null>(null);
const findings = signal<Finding[]>([]);
const active = signal(0);
const failed = signal(false);
let running = new AbortController();

const KIND_WORD = { area: 'districts', lot: 'lot' } as const;

export function SearchBox() {
  const place = destination.value;
  const text = query.value ?? (place ? nameOf(place) : '');
  const open = query.value !== null && query.value.trim() !== '';
  return (
    <form class="search" role="search" onSubmit={(event) => submit(event)}>
      <Icon name="search" />
      <input
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-label={t('search_label')}
        aria-expanded={open}
        aria-controls="findings"
        aria-autocomplete="list"
        {...(open && findings.value.length > 0
          ? { 'aria-activedescendant': `finding-${active.value}` }
          : {})}
        placeholder={t('search_hint')}
        value={text}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={onKey}
        onBlur={() => window.setTimeout(() => (query.value = null), 150)}
      />
      {place && <ClearButton />}
      <LocateButton />
      <Findings open={open} />
      {failed.value && <p class="search-failed" role="alert">{t('locating_failed')}</p>}
    </form>
  );
}

function Findings({ open }: { open: boolean }) {
  return (
    <ul class="findings" id="findings" role="listbox" aria-label={t('search_results')} hidden={!open}>
      {findings.value.map((finding, at) => (
        <li
          key={`${finding.kind}-${finding.lotId ?? finding.name}`}
          id={`finding-${at}`}
          role="option"
          aria-selected={at === active.value}
          onPointerDown={(event) => {
            event.preventDefault();
            choose(finding);
          }}
        >
          <Icon name="place" />
          <span>{nameOf(finding)}</span>
          {finding.kind !== 'landmark' && <small>{t(KIND_WORD[finding.kind])}</small>}
        </li>
      ))}
      {findings.value.length === 0 && (
        <li role="option" aria-selected={false} aria-disabled="true" class="none">
          {t('search_none', { q: query.value ?? '' })}
        </li>
      )}
    </ul>
  );
}

function ClearButton() {
  const clear = () => {
    destination.value = null;
    query.value = null;
  };
  return (
    <button type="button" class="quiet" aria-label={t('clear_destination')} onClick={clear}>
      <Icon name="close" />
    </button>
  );
}

function LocateButton() {
  return (
    <button type="button" class="quiet" aria-label={t('my_location')} onClick={locate}>
      <Icon name="locate" />
    </button>
  );
}

function type(text: string): void {
  query.value = text;
  failed.value = false;
  active.value = 0;
  findings.value = landmarksLike(text);
  running.abort();
  running = new AbortController();
  if (text.trim() === '') return;
  search(text.trim(), running.signal)
    .then((found) => (findings.value = found))
    .catch(() => undefined); // aborted: a newer question runs
}

function onKey(event: KeyboardEvent): void {
  const count = findings.value.length;
  if (event.key === 'Escape' && query.value !== null) {
    event.preventDefault();
    query.value = null;
  }
  if (count === 0 || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
  event.preventDefault();
  active.value = (active.value + (event.key === 'ArrowDown' ? 1 : count - 1)) % count;
}

function submit(event: Event): void {
  event.preventDefault();
  const finding = findings.value[active.value];
  if (finding && query.value !== null) choose(finding);
}

function choose(finding: Finding): void {
  query.value = null;
  if (finding.lotId === null) return goTo(finding);
  selectedId.value = finding.lotId;
  flight.value = { center: finding, zoom: 15 };
}

function locate(): void {
  failed.value = false;
  const refuse = () => (failed.value = true);
  if (!('geolocation' in navigator)) return void refuse();
  navigator.geolocation.getCurrentPosition(
    ({ coords: { latitude: lat, longitude: lon } }) =>
      goTo({ lat, lon, name: zh.my_location, nameEn: en.my_location }),
    refuse,
    { timeout: 8000, maximumAge: 60_000 },
  );
}
