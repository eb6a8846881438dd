// The sentence of one need: the platform's own where it has one, else the page's.

import type { Finding } from '../../shared/wire/operator/feeds.ts';
import { ageText, cityMomentText } from '../../shared/words/figures.ts';
import { language, nameOf, t } from '../../shared/words/language.ts';
import type { Attention } from '../rules/attention.ts';
import { findOwnState, judgedNow } from '../state/live.ts';
import { findOwnLot } from '../state/own.ts';
import { say } from '../words.ts';
import { mendOf } from './Trouble.tsx';

export function Need({ need }: { need: Attention }) {
  return (
    <div class="need">
      <p>{sentenceOf(need)}</p>
      {need.problem?.problem.detail && (
        <p class="faint">
          {language.value === 'zh' && mendOf(need.problem.problem)} <span lang="en">{need.problem.problem.detail}</span>
        </p>
      )}
      {need.finding && <Beside finding={need.finding} n={need.n} />}
    </div>
  );
}

/** How often, since when, and the mend where the platform has one. */
function Beside({ finding: { since, mend, mendZh }, n }: { finding: Finding; n: number }) {
  const told = [
    n > 1 && say('att_times', { n }),
    since && say('att_since', { time: cityMomentText(since) }),
    language.value === 'zh' ? mendZh : mend,
  ].filter(Boolean);
  return told.length > 0 ? <p class="faint">{told.join(' · ')}</p> : null;
}

function sentenceOf(need: Attention): string {
  const { kind, n } = need;
  const [source, name, age] = [need.source ?? '', lotName(need.lotId), ageOf(need)];
  switch (kind) {
    case 'finding':
      return findingText(need);
    case 'silent':
      return say('att_silent', { source, age, n });
    case 'nothing':
      return say('att_nothing');
    case 'problem':
      return say(need.lotId === null ? 'att_problem' : 'att_problem_lot', {
        source, age, n, name, title: titleOf(need),
      });
    case 'doubt':
      return n > 1 ? say('att_doubt_n', { n }) : say('att_doubt', { name, flags: flagsOf(need.lotId) });
    case 'stale':
    case 'never':
      return n > 1 ? say(`att_${kind}_n`, { n }) : say(`att_${kind}`, { name, age });
    case 'closure':
      return closureText(need, name);
  }
}

/** A verdict names its lot where its sentence does not. */
function findingText({ finding, lotId, source, n }: Attention): string {
  const told = (language.value === 'zh' ? finding?.messageZh : finding?.message) ?? '';
  const subject = lotId === null || n > 1 ? source : lotName(lotId);
  if (subject === null || told.includes(subject)) return told;
  return language.value === 'zh' ? `${subject}：${told}` : `${subject}: ${told}`;
}

function closureText({ closure }: Attention, name: string): string {
  if (!closure) return name;
  const reason = closure.reason ?? say('no_reason');
  const from = cityMomentText(closure.from);
  if (closure.from.utcMs > judgedNow.value) return say('att_closure_soon', { name, reason, from });
  if (closure.to === null) return say('att_closure', { name, reason, from });
  return say('att_closure_to', { name, reason, from, to: cityMomentText(closure.to) });
}

function titleOf({ problem }: Attention): string {
  const told = problem?.problem;
  return (language.value === 'zh' ? told?.titleZh : told?.title) ?? told?.slug ?? '';
}

function flagsOf(lotId: string | null): string {
  const doubts = findOwnState(lotId)?.doubts ?? [];
  return doubts.map((flag) => t(`flag_${flag}`)).join(language.value === 'zh' ? '；' : '; ');
}

function lotName(lotId: string | null): string {
  const lot = findOwnLot(lotId);
  return lot ? nameOf(lot) : (lotId ?? '');
}

function ageOf({ atMs }: Attention): string {
  return ageText(atMs === null ? null : Math.max(0, (judgedNow.value - atMs) / 1000));
}
