import { eventually } from '@nakku/testkit';
import { createHeartbeat } from './heartbeat.ts';

test('each beats in its turn, once in a round, until it ends', async () => {
  const heartbeat = createHeartbeat(32);
  const beats: string[] = [];
  const [, endB] = ['a', 'b', 'c'].map((name) => heartbeat.add({ beat: () => void beats.push(name) }));
  await eventually(() => expect(beats.length).toBeGreaterThanOrEqual(9));
  expect(beats.slice(0, 9).join('')).toBe('abcabcabc');
  endB?.();
  beats.splice(0);
  await eventually(() => expect(beats.length).toBeGreaterThanOrEqual(4));
  expect(['acac', 'caca']).toContain(beats.slice(0, 4).join(''));
  heartbeat.stop();
});
