// What keeps an answer from a planner.

import { Trouble as Told } from '../../shared/parts/Trouble.tsx';
import type { Problem } from '../../shared/wire/problem.ts';
import { say } from '../words.ts';

export function Trouble({ problem }: { problem: Problem | null }) {
  return <Told problem={problem} offline={say('key_offline')} nameless={say('problem')} />;
}
