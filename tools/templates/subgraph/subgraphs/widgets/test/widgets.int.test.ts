import { customer } from '@nakku/testkit';
import { startWidgetsHarness, type WidgetsHarness } from './harness.ts';

const carla = customer();
const ADD = `mutation Add($input: WidgetAddInput!) {
  widgetAdd(input: $input) { widget { id text version } userErrors { ... on UserError { errorCode path } } }
}`;
const ONE = 'query One($id: ID!) { widget(id: $id) { id text owner { id } } }';
const LIST =
  'query List($after: String) { widgets(first: 2, after: $after) { edges { node { text } } pageInfo { endCursor hasNextPage } } }';

let running: WidgetsHarness;
beforeAll(async () => {
  running = await startWidgetsHarness();
});
afterAll(() => running.stop());

const add = async (text: string, idempotencyKey: string, caller = carla) =>
  (await running.client.query(ADD, { input: { text, idempotencyKey } }, caller)).data?.widgetAdd;

test('a widget is added once per key, and read by its owner alone', async () => {
  const { widget, userErrors } = await add('Milk', 'key-1');
  expect(userErrors).toEqual([]);
  expect(widget).toEqual({ id: expect.any(String), text: 'Milk', version: 1 });
  expect((await add('Milk', 'key-1')).widget).toEqual(widget);
  const read = async (id: string, caller = carla) =>
    (await running.client.query(ONE, { id }, caller)).data?.widget;
  const found = { id: widget.id, text: 'Milk', owner: { id: carla.userId } };
  expect(await read(widget.id)).toEqual(found);
  expect(await read(widget.id.toUpperCase())).toEqual(found);
  expect(await read(widget.id, customer())).toBeNull();
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
