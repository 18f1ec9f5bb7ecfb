import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { armFailpoint } from '../src/failpoints/failpoint.ts';
import { armFailpoints, failpoint, parseFailpoints, spentFile } from '../src/index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nakku-failpoints-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a failpoint that nobody named does nothing, not even what would come before it', async () => {
  const begun: string[] = [];
  await failpoint('relay.mid-batch', async () => void begun.push('half'));
  expect(begun).toEqual([]);
});

test('an armed one strikes after what has to come before it, until it is taken back', async () => {
  const seen: string[] = [];
  const disarm = armFailpoint('relay.mid-batch', async ({ name, begin }) => {
    await begin?.();
    seen.push(name);
  });
  await failpoint('relay.mid-batch', async () => void seen.push('half'));
  disarm();
  await failpoint('relay.mid-batch', async () => void seen.push('half'));
  expect(seen).toEqual(['half', 'relay.mid-batch']);
});

test('with a folder each strikes once per service, and leaves its name there', async () => {
  const plan = parseFailpoints('deadline.taken=throw,provider.responded=throw');
  armFailpoints({ plan, service: 'orders', spentFolder: folder });
  await expect(failpoint('deadline.taken')).rejects.toThrow('failpoint deadline.taken');
  await expect(failpoint('deadline.taken')).resolves.toBeUndefined();
  expect(existsSync(spentFile(folder, 'orders', 'deadline.taken'))).toBe(true);
  expect(existsSync(spentFile(folder, 'orders', 'provider.responded'))).toBe(false);
  // As after a restart.
  armFailpoints({ plan, service: 'orders', spentFolder: folder });
  await expect(failpoint('deadline.taken')).resolves.toBeUndefined();
  armFailpoints({ plan, service: 'payments', spentFolder: folder });
  await expect(failpoint('deadline.taken')).rejects.toThrow('failpoint deadline.taken');
});

test('without a folder it strikes every time', async () => {
  armFailpoints({ plan: parseFailpoints('relay.published=throw'), service: 'orders' });
  await expect(failpoint('relay.published')).rejects.toThrow('failpoint relay.published');
  await expect(failpoint('relay.published')).rejects.toThrow('failpoint relay.published');
});

test('kill is SIGKILL: nothing of the process runs after it', () => {
  const source = path.resolve(import.meta.dirname, '../src/index.ts');
  const script = `
    import { armFailpoints, failpoint, parseFailpoints } from ${JSON.stringify(source)};
    process.on('exit', () => console.log('exit'));
    armFailpoints({ plan: parseFailpoints('consumer.committed=kill'), service: 'orders' });
    await failpoint('consumer.uncommitted');
    console.log('before');
    await failpoint('consumer.committed');
    console.log('after');`;
  const child = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--conditions=@nakku/source', '--input-type=module', '--eval', script],
    {
      encoding: 'utf8',
      cwd: path.resolve(import.meta.dirname, '../../..'),
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  expect({ signal: child.signal, out: child.stdout.split('\n')[0] }).toEqual({
    signal: 'SIGKILL',
    out: 'before',
  });
  expect(child.stdout).not.toMatch(/after|exit/);
});
