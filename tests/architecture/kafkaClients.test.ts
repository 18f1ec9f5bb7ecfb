import { readFileSync } from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';

const root = path.resolve(import.meta.dirname, '../..');

test('one place makes clients of Kafka, where what kafkajs does wrong is mended', () => {
  const sources = execFileSync('git', ['ls-files', '-z', '--', '*.ts', '*.mjs', '*.js'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((file) => file !== '' && file !== 'tests/architecture/kafkaClients.test.ts');
  const making = sources.filter((file) => readFileSync(path.join(root, file), 'utf8').includes('new Kafka('));
  expect(making).toEqual(['packages/kafka/src/client.ts']);
});
