// What needs somebody's attention, the gravest first: one line and one action each. Verdicts of the
// platform come before what the page sees by itself; what has one cause is told once.

import { freshnessAt } from '../../shared/truth/freshness.ts';
import { type Closure, isStanding } from '../../shared/wire/operator/closure.ts';
import type { Feed, FeedHealth, FeedProblem, Finding } from '../../shared/wire/operator/feeds.ts';
import { type OwnState, isClosed, isOld } from './own-state.ts';

/** In the order in which they are told. */
export const KINDS = [
  'finding', 'silent', 'nothing', 'doubt', 'problem', 'stale', 'never', 'closure',
] as const;
export type Kind = (typeof KINDS)[number];
/** Count anew, look at the lot, look at several, open the check, open the lot again. */
export type Act = 'recount' | 'look' | 'show' | 'check' | 'reopen';

export interface Attention {
  /** The same need has the same name as long as it lasts. */
  name: string;
  kind: Kind;
  act: Act;
  lotId: string | null;
  source: string | null;
  /** Since when, or when last, in UTC milliseconds; null where nobody can say. */
  atMs: number | null;
  /** Of how many lots, or how often. */
  n: number;
  finding?: Finding;
  problem?: FeedProblem;
  closure?: Closure;
}

/** Lots with the same need, beyond which they are told as one line. */
const TOLD_APART = 5;
/** Verdicts that a count by hand sets right. */
const HEALED_BY_COUNTING = new Set(['drifting', 'clamped']);
const CONSOLE = 'console';

export interface Seen {
  health: FeedHealth | null;
  lots: readonly OwnState[];
  closures: ReadonlyMap<string, readonly Closure[]>;
  nowMs: number;
}

export function attentionOf({ health, lots, closures, nowMs }: Seen): Attention[] {
  const findings = health?.findings ?? [];
  const feeds = health?.feeds ?? [];
  const old = lots.filter(isOld);
  const silent = feeds.flatMap((feed) => silence(feed, old, nowMs) ?? []);
  const mute = new Set(silent.map(({ source }) => source));
  const judged = new Set(findings.map(({ lotId }) => lotId));
  const alone = old.filter(({ lot, source }) => !mute.has(source) && !judged.has(lot.lotId));
  return [
    ...alike(findings),
    ...silent,
    ...nothingHeard(feeds, lots),
    ...together(lots.filter((state) => isDoubted(state) && !judged.has(state.lot.lotId)).map(ofDoubt)),
    ...feeds.flatMap((feed) => feed.problems.map((problem) => ofProblem(feed, problem))),
    ...together(alone.filter(({ ageS }) => ageS !== null).map((state) => ofAge(state, nowMs))),
    ...together(alone.filter(({ ageS }) => ageS === null).map((state) => ofAge(state, nowMs))),
    ...[...closures].flatMap(([lotId, told]) =>
      told.filter((one) => isStanding(one, nowMs)).map((one) => ofClosure(lotId, one)),
    ),
  ];
}

/** The same verdict on many lots of one feed is one line. */
function alike(findings: readonly Finding[]): Attention[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = `${finding.rule} ${finding.source ?? ''}`;
    groups.set(name, [...(groups.get(name) ?? []), finding]);
  }
  return [...groups].flatMap(([name, same]) => {
    const [first] = same;
    if (!first || same.length <= TOLD_APART) return same.map(ofFinding);
    const act = same.every(({ lotId }) => lotId !== null) ? 'show' : 'check';
    return { ...ofFinding(first), name: `findings ${name}`, act, n: same.length };
  });
}

function ofFinding(finding: Finding): Attention {
  const { rule, lotId, source, since } = finding;
  const act = lotId === null ? 'check' : HEALED_BY_COUNTING.has(rule) ? 'recount' : 'look';
  const name = `finding ${rule} ${lotId ?? ''} ${source ?? ''}`;
  return { name, kind: 'finding', act, lotId, source, atMs: since?.utcMs ?? null, n: 1, finding };
}

/** A feed that said nothing for too long, and whose lots have grown old by that. */
function silence(feed: Feed, old: OwnState[], nowMs: number): Attention | null {
  const mine = old.filter(({ source }) => source === feed.source);
  if (feed.kind === CONSOLE || feed.lastReportAt === null || mine.length === 0) return null;
  const freshness = freshnessAt((nowMs - feed.lastReportAt.utcMs) / 1000, feed.ttlS);
  if (freshness !== 'stale' && freshness !== 'unknown') return null;
  return {
    name: `silent ${feed.source}`, kind: 'silent', act: 'show', lotId: null, source: feed.source,
    atMs: feed.lastReportAt.utcMs, n: mine.length,
  };
}

/** Who has lots, and feeds of which none said anything for a day, is told so once. */
function nothingHeard(feeds: Feed[], lots: readonly OwnState[]): Attention[] {
  const devices = feeds.filter(({ kind }) => kind !== CONSOLE);
  const isMute = devices.length > 0 && devices.every(({ lastReportAt }) => lastReportAt === null);
  if (!isMute || lots.length === 0) return [];
  return [
    { name: 'nothing', kind: 'nothing', act: 'check', lotId: null, source: null, atMs: null, n: 1 },
  ];
}

function isDoubted(state: OwnState): boolean {
  return state.doubts.length > 0 && !isClosed(state);
}

function ofDoubt({ lot, source, doubts }: OwnState): Attention {
  const act = doubts.includes('drifting') || doubts.includes('suspect') ? 'recount' : 'look';
  return {
    name: `doubt ${lot.lotId}`, kind: 'doubt', act, lotId: lot.lotId, source, atMs: null, n: 1,
  };
}

function ofProblem({ source }: Feed, problem: FeedProblem): Attention {
  const { lotId, seenAt, times } = problem;
  return {
    name: `problem ${source} ${problem.problem.slug}`, kind: 'problem', act: 'check', lotId, source,
    atMs: seenAt?.utcMs ?? null, n: times, problem,
  };
}

function ofAge({ lot, source, ageS }: OwnState, nowMs: number): Attention {
  const kind = ageS === null ? 'never' : 'stale';
  return {
    name: `${kind} ${lot.lotId}`, kind, act: 'recount', lotId: lot.lotId, source,
    atMs: ageS === null ? null : nowMs - ageS * 1000, n: 1,
  };
}

function ofClosure(lotId: string, closure: Closure): Attention {
  return {
    name: `closure ${closure.closureId}`, kind: 'closure', act: 'reopen', lotId, source: null,
    atMs: closure.from.utcMs, n: 1, closure,
  };
}

/** Few are told one by one, the oldest first; many as one line that leads to all of them. */
function together(items: Attention[]): Attention[] {
  const inOrder = items.toSorted((one, other) => (one.atMs ?? 0) - (other.atMs ?? 0));
  const [first] = inOrder;
  if (!first || inOrder.length <= TOLD_APART) return inOrder;
  const atMs = first.atMs;
  return [
    {
      name: `${first.kind} several`, kind: first.kind, act: 'show', lotId: null, source: null, atMs,
      n: inOrder.length,
    },
  ];
}
