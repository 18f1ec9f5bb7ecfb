import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/security.md'), 'utf8');
/** `[title of the test](../path/of.test.ts)` */
const tests = [...page.matchAll(/\[([^\]]+)\]\(\.\.\/([^)]+\.test\.ts)\)/g)].map(
  ([, title = '', file = '']) => ({
    title: title.replaceAll('`', ''),
    file,
  }),
);
const plain = (text: string) => text.replaceAll(/[`\\]/g, '').replaceAll(/\s+/g, ' ');

test('every test that the security page names is there, under that title', () => {
  expect(tests.length).toBeGreaterThan(30);
  const missing = tests.filter(({ title, file }) => {
    const full = path.join(root, file);
    return !existsSync(full) || !plain(readFileSync(full, 'utf8')).includes(plain(title));
  });
  expect(missing).toEqual([]);
});
