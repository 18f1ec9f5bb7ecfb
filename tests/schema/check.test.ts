import path from 'node:path';
import { dayOf } from '@nakku/gateway/usage';
import { committedBaseline } from '../../tools/src/check/baseline.ts';
import { defaultGatewayLimits } from '../../tools/src/check/checkOperations.ts';
import { checkSchema } from '../../tools/src/check/checkSchema.ts';
import { fails } from '../../tools/src/check/finding.ts';

const root = path.join(import.meta.dirname, '../..');
const schemaDir = path.join(root, 'schema');

test('the schema passes its own check: npm run schema:check', async () => {
  const { findings } = await checkSchema({
    root,
    schemaDir,
    operationFolders: [path.join(schemaDir, 'operations')],
    baseline: committedBaseline(schemaDir),
    usage: undefined,
    limits: defaultGatewayLimits(),
    today: dayOf(Date.now()),
    strict: false,
  });
  expect(findings.filter(({ level }) => fails(level, false))).toEqual([]);
});
