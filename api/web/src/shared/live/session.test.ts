import { expect, test } from 'vitest';
import type { SnapshotFrame } from '../wire/frames.ts';
import { LiveSession } from './session.ts';

const shape = { lots: ['a'] };

function snapshot(id: string, pos: Record<string, number>, epoch = 'e1'): SnapshotFrame {
  return { type: 'snapshot', id, epoch, pos, lots: [], gone: [], last: true };
}

function opened(session: LiveSession): unknown[] {
  return session.opening().map((message) => JSON.parse(message).resume);
}

test('a watch that never saw its snapshot does not resume', () => {
  const session = new LiveSession();
  session.watch('view', shape);
  expect(opened(session)).toEqual([undefined]);
});

test('a reconnect resumes from where the changes had come to', () => {
  const session = new LiveSession();
  session.watch('view', shape);
  session.receive(snapshot('view', { '7': 10 }));
  session.receive({ type: 'changes', resumed: null, pos: { '7': 15 }, lots: [], gone: [] });
  expect(opened(session)).toEqual([{ epoch: 'e1', pos: { '7': 15 } }]);
});

test('a second watch that is further ahead does not hide what the first has missed', () => {
  const session = new LiveSession();
  session.watch('view', shape);
  session.receive(snapshot('view', { '7': 10 }));
  session.watch('near', shape);
  session.receive(snapshot('near', { '7': 20 }));
  expect(opened(session)[0]).toEqual({ epoch: 'e1', pos: { '7': 10 } });
});

test('another epoch voids every position', () => {
  const session = new LiveSession();
  session.watch('view', shape);
  session.receive(snapshot('view', { '7': 10 }));
  const anew = session.receive({ type: 'hello', epoch: 'e2', clock: null, serverTime: null });
  expect(anew).toBe(true);
  expect(opened(session)).toEqual([undefined]);
});

test('who signed in does so again on the next socket, unless the key was refused', () => {
  const session = new LiveSession();
  expect(session.signIn('k')).toBe('{"type":"auth","key":"k"}');
  expect(session.opening()).toEqual(['{"type":"auth","key":"k"}']);
  session.receive({ type: 'error', id: null, slug: 'unauthorized', title: '' });
  expect(session.opening()).toEqual([]);
});
