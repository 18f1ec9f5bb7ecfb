import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { basketsIn, readBaskets } from '../../../src/verify/load/baskets.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nakku-baskets-'));
const file = path.join(folder, 'b.csv');

const read = (content: string | Buffer, o: { max?: number; skipBadLines?: boolean } = {}) => {
  writeFileSync(file, content);
  return readBaskets(file, { max: 100, skipBadLines: false, ...o });
};
const itemsOf = async (...given: Parameters<typeof read>) =>
  (await read(...given)).baskets.map(({ items }) => items);

test('each line is a basket, each cell an item', async () => {
  expect(await itemsOf('whole milk,rolls/buns\nsoda\n')).toEqual([['whole milk', 'rolls/buns'], ['soda']]);
});

test('blanks around, empty cells and empty lines do not count', async () => {
  expect(await itemsOf('\ufeff whole milk , ,soda,,\r\n\r\n,,\r\n"red/blush wine"\r\n')).toEqual([
    ['whole milk', 'soda'],
    ['red/blush wine'],
  ]);
});

test('a basket knows its line', async () => {
  const { baskets } = await read('soda\n\nwhole milk,"rolls/\nbuns"\nbutter');
  expect(baskets.map(({ line, items }) => [line, items[0]])).toEqual([
    [1, 'soda'],
    [4, 'whole milk'],
    [5, 'butter'],
  ]);
});

const UTF16 = Buffer.from('\ufeffsoda\nmilk\n', 'utf16le');
const LATIN1 = Buffer.from('soda\nKäse\nmilk\n', 'latin1');

test.each([
  ['an empty file', '', /b\.csv: has no baskets; expected one per line/],
  ['an open quote', 'a,b\n"c\nd', /b\.csv:\d: is no CSV \(Quote Not Closed.*expected one basket per line/],
  [
    'semicolons',
    'soda\nwhole milk;soda\n',
    /b\.csv:2: is separated by semicolons; expected commas, .*--skip-bad-lines/,
  ],
  ['Latin-1', LATIN1, /b\.csv:2: is not UTF-8; expected UTF-8\..*iconv -f LATIN1/],
  ['UTF-16', UTF16, /b\.csv:1: looks like UTF-16; expected UTF-8\. Convert it: iconv -f UTF-16/],
  ['a line without end', 'x'.repeat(1_200_000), /b\.csv:1: is longer than 1000000 bytes/],
])('%s: file, line, what was expected and what to do', async (_, content, message) => {
  await expect(read(content)).rejects.toThrow(message);
});

test('a file that is not there is named', async () => {
  await expect(readBaskets('/nowhere/b.csv', { max: 1, skipBadLines: false })).rejects.toThrow(
    '/nowhere/b.csv: there is no such file',
  );
});

test('bad lines are left out on request, and named', async () => {
  const content = Buffer.concat([LATIN1, Buffer.from('a;b\nbut"ter\nrolls\n')]);
  const { baskets, skipped } = await read(content, { skipBadLines: true });
  expect(baskets.map(({ items }) => items)).toEqual([['soda'], ['milk'], ['rolls']]);
  expect(skipped.map((line) => /b\.csv:(\d+):/.exec(line)?.[1])).toEqual(['2', '4', '5']);
});

test('only what is needed is looked at', async () => {
  expect(await itemsOf('soda\nmilk\na;b\n', { max: 2 })).toEqual([['soda'], ['milk']]);
});

test('50 MB go through with little of them in memory', async () => {
  const line = `${Array.from({ length: 40 }, () => 'whole milk').join(',')}\n`;
  const chunk = Buffer.from(line.repeat(150));
  const chunks = Math.ceil(50_000_000 / chunk.length);
  let given = 0;
  async function* source(): AsyncGenerator<Buffer> {
    for (; given < chunks; given += 1) yield await Promise.resolve(chunk);
  }
  let taken = 0;
  let maxAhead = 0;
  for await (const basket of basketsIn(source(), { file: 'b.csv' })) {
    taken += basket.items.length === 40 ? 1 : 0;
    maxAhead = Math.max(maxAhead, given - Math.floor(taken / 150));
  }
  expect(taken).toBe(chunks * 150);
  expect(maxAhead * chunk.length).toBeLessThan(1_000_000);
}, 60_000);
