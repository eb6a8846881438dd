// How an operator's feeds do, as GET /v1/operator/feeds tells it.

import { type CityMoment, readMoment } from '../../truth/city-clock.ts';
import { type Problem, readProblem } from '../problem.ts';
import { type Fields, fieldsOf, numberOf, readAll, textOf } from '../read.ts';

/** A kind of problem within the last day, with its newest case. */
export interface FeedProblem {
  times: number;
  seenAt: CityMoment | null;
  lotId: string | null;
  problem: Problem;
}

/** What the platform found by watching: a verdict of one rule, in both languages. */
export interface Finding {
  rule: string;
  source: string | null;
  lotId: string | null;
  since: CityMoment | null;
  message: string;
  messageZh: string;
  /** What to do about it, where that is said. */
  mend: string | null;
  mendZh: string | null;
}

export interface Feed {
  source: string;
  kind: string;
  ttlS: number;
  /** Within the last day; null where nothing came. */
  lastReportAt: CityMoment | null;
  problems: FeedProblem[];
}

export interface FeedHealth {
  feeds: Feed[];
  findings: Finding[];
}

const USUAL_TTL_S = 120;

export function readFeeds(answer: unknown): FeedHealth | null {
  const fields = fieldsOf(answer);
  if (!fields) return null;
  const ofFeeds = readAll(fields['feeds'], fieldsOf).flatMap((feed) =>
    readFindings(feed['findings'], textOf(feed['source'])),
  );
  return {
    feeds: readAll(fields['feeds'], readFeed),
    findings: [...readFindings(fields['findings'], null), ...ofFeeds],
  };
}

function readFeed(value: unknown): Feed | null {
  const fields = fieldsOf(value);
  const source = textOf(fields?.['source']);
  if (!fields || source === null) return null;
  return {
    source,
    kind: textOf(fields['kind']) ?? '',
    ttlS: numberOf(fields['ttl_s']) ?? USUAL_TTL_S,
    lastReportAt: readMoment(textOf(fields['last_report_at'])),
    problems: readAll(fields['problems'], readFeedProblem),
  };
}

function readFeedProblem(value: unknown): FeedProblem | null {
  const fields = fieldsOf(value);
  if (!fields || !fieldsOf(fields['problem'])) return null;
  return {
    times: numberOf(fields['times']) ?? 1,
    seenAt: readMoment(textOf(fields['seen_at'])),
    lotId: textOf(fields['lot_id']),
    problem: readProblem(fields['problem'], 0),
  };
}

function readFindings(value: unknown, source: string | null): Finding[] {
  return readAll(value, fieldsOf).flatMap((fields) => readFinding(fields, source) ?? []);
}

/**
 * Only what still holds: a verdict with an end is history. A finding that keeps nothing out is a hint
 * for whoever connects the feed, and no need.
 */
function readFinding(fields: Fields, source: string | null): Finding | null {
  const message = textOf(fields['message']) ?? textOf(fields['message_zh']);
  const isOver = ['until', 'ended_at', 'ends_at', 'end'].some((name) => textOf(fields[name]));
  if (message === null || isOver || fields['blocks'] === false) return null;
  const mend = textOf(fields['mend']);
  return {
    rule: textOf(fields['rule']) ?? textOf(fields['code']) ?? '',
    source: textOf(fields['source']) ?? source,
    lotId: textOf(fields['lot_id']),
    since: readMoment(textOf(fields['since'])),
    message,
    messageZh: textOf(fields['message_zh']) ?? message,
    mend,
    mendZh: textOf(fields['mend_zh']) ?? mend,
  };
}
