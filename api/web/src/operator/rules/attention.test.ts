import { expect, test } from 'vitest';
import { type Availability, NOTHING_KNOWN } from '../../shared/wire/availability.ts';
import { type Feed, readFeeds } from '../../shared/wire/operator/feeds.ts';
import type { Flag } from '../../shared/wire/vocabulary.ts';
import { attentionOf } from './attention.ts';
import { type OwnState, ownState } from './own-state.ts';

const NOW_MS = Date.parse('2026-11-28T10:00:00Z');
const HOUR_S = 3600;
const MOMENT = { utcMs: NOW_MS - HOUR_S * 1000, offsetMin: 480 };

function lot(id: string, seen: Partial<Availability> | null, sinceS = 0): OwnState {
  const facts = { lotId: id, name: id, nameEn: null, operator: 'op', capacity: {} };
  const counted: Availability = {
    ...NOTHING_KNOWN, state: 'open', free: 5, capacity: 10, freshness: 'live', ageS: 0, ttlS: 120,
    source: 'op', ...seen,
  };
  return ownState(facts, seen && counted, sinceS);
}

function feed(more: Partial<Feed> = {}): Feed {
  const lastReportAt = { utcMs: NOW_MS, offsetMin: 480 };
  return { source: 'op', kind: 'http', ttlS: 120, lastReportAt, problems: [], ...more };
}

function seen(lots: OwnState[], feeds: Feed[] = [feed()], more: object = {}) {
  return attentionOf({
    health: { feeds, findings: [], ...more }, lots, closures: new Map(), nowMs: NOW_MS,
  });
}

const doubted = (flag: Flag) => lot('a', { flags: [flag] });

test('where all is well, nothing is told', () => {
  expect(seen([lot('a', {}), lot('b', { free: 0, state: 'full' })])).toEqual([]);
  expect(seen([doubted('backfilling'), doubted('aggregate')])).toEqual([]);
});

test('a count that grew old while the page stood open is told, and mended by counting', () => {
  const [need] = seen([lot('a', {}, 400)]);
  expect(need).toMatchObject({ kind: 'stale', act: 'recount', lotId: 'a', atMs: NOW_MS - 400_000 });
});

test('a closed lot is not blamed for its silence', () => {
  expect(seen([lot('a', { state: 'closed', ageS: 9000, flags: ['offline'] })])).toEqual([]);
});

test('a lot that the city has not told of yet is not called dead', () => {
  expect(seen([lot('a', null)])).toEqual([]);
});

test('lots that grew old by one silent feed are told once, with their number', () => {
  const old = ['a', 'b', 'c'].map((id) => lot(id, { ageS: HOUR_S, freshness: 'stale' }));
  const other = lot('d', { ageS: HOUR_S, freshness: 'stale', source: 'sensors' });
  const needs = seen([...old, other], [feed({ lastReportAt: MOMENT })]);
  expect(needs).toMatchObject([
    { kind: 'silent', source: 'op', n: 3, act: 'show', atMs: MOMENT.utcMs },
    { kind: 'stale', lotId: 'd' },
  ]);
});

test('a feed that nothing depends on may be silent, and people are not expected to type all day', () => {
  expect(seen([lot('a', { source: 'other' })], [feed({ lastReportAt: MOMENT })])).toEqual([]);
  const typed = lot('a', { ageS: HOUR_S, freshness: 'stale', source: 'op@console' });
  const console = feed({ source: 'op@console', kind: 'console', lastReportAt: MOMENT });
  expect(seen([typed], [feed(), console]).map(({ kind }) => kind)).toEqual(['stale']);
});

test('many lots with one need are one line that leads to all of them', () => {
  const never = Array.from({ length: 6 }, (_, n) =>
    lot(`n${n}`, { ageS: null, freshness: 'unknown', state: 'unknown', free: null, source: null }),
  );
  expect(seen(never)).toMatchObject([{ kind: 'never', act: 'show', n: 6, lotId: null }]);
  expect(seen(never.slice(1))).toHaveLength(5);
});

test('a verdict takes the place of what the page would say of the same lot', () => {
  const finding = {
    rule: 'drifting', source: 'op', lotId: 'a', since: MOMENT, message: 'It drifts', messageZh: '漂移',
    mend: null, mendZh: null,
  };
  const needs = seen([doubted('drifting')], [feed()], { findings: [finding] });
  expect(needs).toMatchObject([{ kind: 'finding', act: 'recount', lotId: 'a' }]);
  const many = Array.from({ length: 6 }, (_, n) => ({ ...finding, lotId: `n${n}` }));
  expect(seen([], [feed()], { findings: many })).toMatchObject([{ act: 'show', n: 6 }]);
});

test('doubts that a count settles lead to counting, the others to the lot', () => {
  expect(seen([doubted('drifting')])).toMatchObject([{ kind: 'doubt', act: 'recount' }]);
  expect(seen([doubted('frozen')])).toMatchObject([{ kind: 'doubt', act: 'look' }]);
});

test('a day without any report is told once, and not to who has no lots', () => {
  const mute = [feed({ lastReportAt: null })];
  expect(seen([lot('a', {})], mute)).toMatchObject([{ kind: 'nothing', act: 'check' }]);
  expect(seen([], mute)).toEqual([]);
});

test('closures are told until they are over', () => {
  const ended = { closureId: '1', from: MOMENT, to: MOMENT, reason: null };
  const standing = { ...ended, closureId: '2', to: null };
  const needs = attentionOf({
    health: null, lots: [], closures: new Map([['a', [ended, standing]]]), nowMs: NOW_MS,
  });
  expect(needs).toMatchObject([{ kind: 'closure', act: 'reopen', closure: { closureId: '2' } }]);
});

test('verdicts are read wherever they stand, without hints and those that are over', () => {
  const told = { rule: 'frozen', lot_id: 'a', since: '2026-11-28T08:00:00+08:00', message: 'M', message_zh: '文' };
  const health = readFeeds({
    feeds: [{ source: 'op', findings: [told, { ...told, until: '2026-11-28T09:00:00+08:00' }, 7] }],
    findings: [{ ...told, lot_id: null }, { ...told, blocks: false }],
  });
  expect(health?.findings).toMatchObject([
    { lotId: null, source: null },
    { lotId: 'a', source: 'op', message: 'M', messageZh: '文' },
  ]);
  expect(readFeeds({ feeds: [{ source: 'op' }] })?.findings).toEqual([]);
});
