import { typeDefsOf } from '@nakku/graphql-kit';
import { anonymous, customer, mutationCases } from '@nakku/testkit';
import { drift } from '@nakku/tools/prisma/drift';
import path from 'node:path';
import { startWidgetsWorld, type WidgetsWorld } from './world.ts';

const carla = customer();
const ADD = `mutation Add($input: WidgetAddInput!) {
  widgetAdd(input: $input) { widget { id text version } userErrors { ... on UserError { code path } } }
}`;
const LIST =
  'query List($after: String) { widgets(first: 2, after: $after) { edges { node { text } } pageInfo { endCursor hasNextPage } } }';

describe('widgets', () => {
  let running: WidgetsWorld;
  beforeAll(async () => {
    running = await startWidgetsWorld();
  });
  afterAll(() => running.stop());
  const add = async (text: string, idempotencyKey: string, caller = carla) =>
    (await running.client.query(ADD, { input: { text, idempotencyKey } }, caller)).data?.widgetAdd;

  test('the database is what schema.prisma says', async () => {
    const schema = path.join(import.meta.dirname, '../../../prisma/widgets/schema.prisma');
    expect(await drift(running.world.databaseUrl, schema)).toBe('');
  });

  test('one is added once per key, and read by its owner alone', async () => {
    const { widget, userErrors } = await add('Milk', 'key-1');
    expect(userErrors).toEqual([]);
    expect(widget).toEqual({ id: expect.any(String), text: 'Milk', version: 1 });
    expect((await add('Milk', 'key-1')).widget).toEqual(widget);
    const one = 'query One($id: ID!) { widget(id: $id) { text owner { id } } }';
    const { data } = await running.client.query(one, { id: widget.id }, carla);
    expect(data?.widget).toEqual({ text: 'Milk', owner: { id: carla.userId } });
    expect((await running.client.query(one, { id: widget.id }, customer())).data?.widget).toBeNull();
  });

  test('pages are newest first', async () => {
    const dora = customer();
    for (const text of ['first', 'second', 'third']) await add(text, text, dora);
    const read = async (after: string | null) =>
      (await running.client.query(LIST, { after }, dora)).data?.widgets;
    const page = await read(null);
    const texts = (of: typeof page) => of.edges.map((edge: { node: { text: string } }) => edge.node.text);
    expect(texts(page)).toEqual(['third', 'second']);
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect(texts(await read(page.pageInfo.endCursor))).toEqual(['first']);
  });

  describe('mutations', () => {
    beforeAll(() => add('Bread', 'taken'));
    const input = { text: 'Bread', idempotencyKey: 'other' };
    mutationCases({
      typeDefs: typeDefsOf('widgets'),
      service: () => ({ databaseUrl: running.world.databaseUrl, execute: running.client.query }),
      cases: {
        widgetAdd: [
          { title: 'a guest', caller: anonymous(), args: { input }, refused: { error: 'UNAUTHENTICATED' } },
          {
            title: 'no text',
            caller: carla,
            args: { input: { ...input, text: ' ' } },
            refused: { userError: 'InvalidInputError', path: ['input', 'text'] },
          },
          {
            title: 'a text of 201 characters',
            caller: carla,
            args: { input: { ...input, text: 'x'.repeat(201) } },
            refused: { userError: 'InvalidInputError', path: ['input', 'text'] },
          },
          {
            title: 'a key that was used for another text',
            caller: carla,
            args: { input: { text: 'Butter', idempotencyKey: 'taken' } },
            refused: { userError: 'IdempotencyKeyReusedError', path: ['input', 'idempotencyKey'] },
          },
        ],
      },
    });
  });
});
