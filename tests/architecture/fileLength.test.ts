import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const MAX_LINES = 300;

/** Tables of examples, one row a case: they grow with the API, and a reader looks up a row. Nothing else may be longer. */
const TABLES = [
  'gateway/test/support/authorizationCases.ts',
  'subgraphs/cart/test/mutations.int.test.ts',
  'subgraphs/delivery/test/mutations.int.test.ts',
  'subgraphs/inventory/test/mutations.int.test.ts',
  'subgraphs/orders/test/mutations.int.test.ts',
  'subgraphs/payments/test/mutations.int.test.ts',
  'subgraphs/products/test/mutations.int.test.ts',
  'subgraphs/users/test/mutations.int.test.ts',
  'tests/e2e/authorization/probes.ts',
];

test('no file that is written by hand has more than 300 lines, but for the tables', () => {
  const listed = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.js', '*.mjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = listed.split('\n').filter((file) => file !== '' && !file.includes('/generated/'));
  const linesOf = (file: string) => readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length;
  expect(files.filter((file) => linesOf(file) > MAX_LINES).sort()).toEqual(TABLES);
});
