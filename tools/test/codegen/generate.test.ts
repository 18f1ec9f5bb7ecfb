import { existsSync } from 'node:fs';
import path from 'node:path';
import { PARTS, generate } from '../../src/codegen/generate.ts';
import { repositoryRoot } from '../../src/checkout/state.ts';

/** Types and clients are looked at by their stamps; the page of another workspace by that workspace's test. */
const LOOKED_AT = PARTS.filter((part) => part !== 'types' && part !== 'order-states');

test('everything that is generated and committed is of the present sources: npm run generate', async () => {
  const printed: string[] = [];
  const generated = await generate(LOOKED_AT, { check: true, onPart: ({ part }) => printed.push(part) });
  expect(generated.flatMap(({ stale }) => stale)).toEqual([]);
  expect(printed).toEqual(LOOKED_AT);
}, 120_000);

test('each part says what it makes', () => {
  expect(PARTS).toContain('types');
  expect(existsSync(path.join(repositoryRoot, 'tools/generate.mjs'))).toBe(true);
});
