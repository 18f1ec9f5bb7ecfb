import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packagesOf } from '../../src/dev/packagesOf.ts';
import { createWarmProcess } from '../../src/dev/warmProcess.ts';
import { openLedger } from '../../src/processes/ledger.ts';
import { newState } from '../harness/launchers.ts';

test('the packages of a program are those that it loads at once, in its own files and behind our packages', () => {
  const folder = newState();
  const files = {
    'main.ts': `import type { A } from 'of-types-only';
import { readFileSync } from 'node:fs';
import {
  b,
} from './b.ts';
import '@nakku/money';
const later = () => import('later');`,
    'b.ts': `export { c } from "in-other-quotes";
import './missing.ts';
export type { D } from 'of-types-only';
export const e = 'no-import';`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  expect(packagesOf(path.join(folder, 'main.ts'))).toEqual(['in-other-quotes', 'zod']);
});

test('a warm process loads a program when it is started, and no sooner', async () => {
  const state = newState();
  const main = path.join(state, 'main.ts');
  const loaded = path.join(state, 'loaded');
  const write = (text: string): void =>
    writeFileSync(
      main,
      `import { writeFileSync } from 'node:fs';\nwriteFileSync('${loaded}', '${text}' satisfies string);\nprocess.exit(7);`,
    );
  write('before it was saved');
  const warm = createWarmProcess({
    name: 'test',
    main,
    env: process.env,
    graceMs: 500,
    ledger: openLedger(state, 'test'),
  });
  warm.prepare();
  expect(existsSync(loaded)).toBe(false);
  write('after');
  const { exited } = warm.start();
  expect(await exited).toEqual({ code: 7, signal: null });
  expect(readFileSync(loaded, 'utf8')).toBe('after');
  warm.prepare();
  await warm.stop();
});
