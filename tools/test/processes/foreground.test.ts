import { belongingTo } from '../../src/processes/foreground.ts';
import { factsOfPsLine, nameOf, parentOf } from '../../src/processes/processIdentity.ts';

test('belongingTo ends at npm, after the shell between, or at turbo', () => {
  expect(belongingTo(['npm start', 'bash'])).toBe(1);
  expect(belongingTo(['sh', 'npm start', 'bash'])).toBe(2);
  expect(belongingTo(['node', 'sh', 'npm run dev', 'turbo', 'node', 'bash'])).toBe(4);
});

test('reads of a process what the kernel says', () => {
  expect(parentOf(process.pid)).toBe(process.ppid);
  expect(nameOf(process.ppid)).not.toBe('');
  expect(nameOf(2 ** 30)).toBeUndefined();
});

test('reads the lines of ps on macOS, and takes a zombie for gone', () => {
  expect(factsOfPsLine('Ss     1 Fri Nov 20 13:00:01 2026 /usr/local/bin/node\n')).toEqual({
    parent: 1,
    start: 'Fri Nov 20 13:00:01 2026',
    name: 'node',
  });
  expect(factsOfPsLine('Z    812 Fri Nov 20 13:00:01 2026 <defunct>')).toBeUndefined();
  expect(factsOfPsLine('')).toBeUndefined();
});
