import { registry, workMetrics } from '@nakku/telemetry';
import { buildSchema, graphql, GraphQLError } from 'graphql';
import { measureFields } from '../src/graphql/measure.ts';

const schema = buildSchema(`
  type Query { find(text: String): Int }
  type Mutation { act(how: String): Payload }
  type Payload { userErrors: [Problem!]! }
  type Problem { code: String! }
`);
const act = schema.getMutationType()?.getFields().act;
if (act)
  act.resolve = (_parent: unknown, { how }: { how?: string }) => {
    if (how === 'denied') throw new GraphQLError('no', { extensions: { code: 'FORBIDDEN' } });
    if (how === 'broken') throw new Error('broken');
    return { userErrors: how === 'refused' ? [{ code: 'EMAIL_TAKEN' }, { code: 'INVALID_INPUT' }] : [] };
  };
const find = schema.getQueryType()?.getFields().find;
if (find) find.resolve = () => 1;

describe('fields whose work is counted', () => {
  measureFields(schema, 'users', {
    act: { metrics: workMetrics('account', 'Accounts') },
    find: {
      metrics: workMetrics('finding', 'Findings'),
      methods: ['search', 'list'],
      methodOf: ({ text }) => (text ? 'search' : 'list'),
    },
  });
  const lines = async (name: string) =>
    (await registry.getSingleMetricAsString(name)).split('\n').filter((line) => !line.startsWith('#'));

  test('series exist with 0', async () => {
    expect(await lines('account_succeeded_total')).toEqual([
      'account_succeeded_total{service="users",method="act",status="succeeded"} 0',
    ]);
    expect(await lines('finding_succeeded_total')).toHaveLength(2);
    expect(await lines('account_duration_seconds')).toContain(
      'account_duration_seconds_count{service="users",method="act"} 0',
    );
  });

  test('success, a refusal by its first code, and errors are told apart', async () => {
    for (const how of ['fine', 'refused', 'denied', 'broken'])
      await graphql({ schema, source: `mutation { act(how: "${how}") { userErrors { code } } }` });
    await graphql({ schema, source: '{ find(text: "milk") }' });
    expect(await lines('account_succeeded_total')).toEqual([
      'account_succeeded_total{service="users",method="act",status="succeeded"} 1',
    ]);
    expect(await lines('account_failed_total')).toEqual([
      'account_failed_total{service="users",method="act",failure_reason="INTERNAL_SERVER_ERROR"} 1',
      'account_failed_total{service="users",method="act",failure_reason="EMAIL_TAKEN"} 1',
      'account_failed_total{service="users",method="act",failure_reason="FORBIDDEN"} 1',
    ]);
    expect(await lines('account_duration_seconds')).toContain(
      'account_duration_seconds_count{service="users",method="act"} 4',
    );
    expect(await lines('finding_succeeded_total')).toContain(
      'finding_succeeded_total{service="users",method="search",status="succeeded"} 1',
    );
  });

  test('a field that the schema does not have is a bug of the service', () => {
    expect(() => measureFields(schema, 'users', { gone: { metrics: workMetrics('gone', 'Gone') } })).toThrow(
      'metrics for a field that the schema does not have: gone',
    );
  });
});
