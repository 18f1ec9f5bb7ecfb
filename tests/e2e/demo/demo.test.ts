import { runDemo } from '../../../tools/src/demo/demo.ts';
import type { Simulator } from '../harness/simulator.ts';
import { simulatorAtWork } from '../harness/simulator.ts';
import { system } from '../harness/system.ts';

let simulator: Simulator;

beforeAll(() => {
  simulator = simulatorAtWork();
});
afterAll(() => simulator.stop());

test('the demo follows its order to the door, with the data of six services in each message', async () => {
  const printed: string[] = [];
  const end = await runDemo({ gatewayUrl: system.gatewayUrl, print: (line) => printed.push(line) });
  const text = printed.join('\n');
  expect(end).toBe('DELIVERED');
  for (const words of [
    'Signed in as Carla Customer',
    'Nakku Mitte delivers there',
    'Looking for a courier.',
    'The store is packing.',
    'The courier has it.',
    'It is at the door.',
    'payment authorized',
    'delivery picked up',
    'scooter',
    'in stock)',
  ]) {
    expect(text).toContain(words);
  }
  expect(text.indexOf('PLACED')).toBeLessThan(text.indexOf('OUT_FOR_DELIVERY'));
  expect(printed.at(-2)).toMatch(/^NK-\d{6} is DELIVERED after \d+\.\d s, \d+\.\d\d EUR\.$/);
}, 120_000);
