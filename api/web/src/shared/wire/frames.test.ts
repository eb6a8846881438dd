import { expect, test } from 'vitest';
import { readFrame } from './frames.ts';

test('a frame nobody can read is no reason to fall over', () => {
  expect(readFrame('{"type":').type).toBe('other');
  expect(readFrame('[]').type).toBe('other');
  expect(readFrame('{"type":"changes","lots":[{"no":"id"}]}')).toEqual({
    type: 'changes', resumed: null, pos: {}, lots: [], gone: [],
  });
});

test('a change carries no name or place, a snapshot does', () => {
  const lot = { lot_id: 'L1', v: 3, availability: { state: 'open', free: 4 } };
  const change = readFrame(JSON.stringify({ type: 'changes', pos: { 7: 1 }, lots: [lot] }));
  expect(change.type === 'changes' && change.lots[0]?.facts).toBe(null);
  const whole = { ...lot, name: '甲', lat: 36.6, lon: 117 };
  const snapshot = readFrame(JSON.stringify({ type: 'snapshot', id: 'a', lots: [whole] }));
  expect(snapshot.type === 'snapshot' && snapshot.lots[0]?.facts?.name).toBe('甲');
});

test('a number that is none is not taken for a count', () => {
  const lot = { lot_id: 'L1', availability: { free: '12', capacity: null, flags: ['odd', 'frozen'] } };
  const frame = readFrame(JSON.stringify({ type: 'changes', lots: [lot] }));
  const seen = frame.type === 'changes' ? frame.lots[0]?.availability : null;
  expect([seen?.free, seen?.flags]).toEqual([null, ['frozen']]);
});
