import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const main = path.resolve(import.meta.dirname, '../../../tools/dist/bin/nakku.js');
/** Of one seed, so that who sees it fail can repeat the same faults: `npm run chaos -- --seed 6 --minutes 0.75`. */
const ARGUMENTS = ['--seed', '6', '--minutes', '0.75', '--customers', '16', '--at-least', '10'];

test('a nemesis with every fault at hand: each order ends, and no rule is broken', async () => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, [main, 'chaos', ...ARGUMENTS], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [printed, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  expect({ code, printed: code === 0 ? '' : printed, complaints: code === 0 ? '' : complaints }).toEqual({
    code: 0,
    printed: '',
    complaints: '',
  });
  expect(printed).toMatch(/violations +none/);
}, 240_000);
