import { expect, test } from 'vitest';
import { readFrame } from './frames.ts';
import { mergeTold, readTold } from './told.ts';

const notice = {
  type: 'notice', kind: 'moved', title: 'Moved', title_zh: '已换', text: 'Go there', text_zh: '去那里',
  at: '2026-11-28T19:00:00+08:00', booking_id: 'b', agreement_id: null, facts: {},
};

test('a notice of one’s own is told, one about the connection is not', () => {
  const own = readFrame(JSON.stringify(notice));
  expect(own.type === 'notice' && own.told?.textZh).toBe('去那里');
  const restart = { type: 'notice', kind: 'restart', title: 'x', title_zh: 'y', retry_after_s: 3 };
  const other = readFrame(JSON.stringify(restart));
  expect(other.type === 'notice' && [other.told, other.retryAfterS]).toEqual([null, 3]);
});

test('what came over the socket and what the list says is shown once, the newest first', () => {
  const older = readTold(notice)!;
  const newer = readTold({ ...notice, at: '2026-11-28T19:05:00+08:00', kind: 'stay-ends' })!;
  const shown = mergeTold([older], [newer, older]);
  expect(shown.map(({ kind }) => kind)).toEqual(['stay-ends', 'moved']);
});
