import { typeDefsOf } from '@nakku/graphql-kit';
import { anonymous, customer, mutationCases } from '@nakku/testkit';
import { startWidgetsHarness, type WidgetsHarness } from './harness.ts';

const carla = customer();
const ADD = `mutation Add($input: WidgetAddInput!) {
  widgetAdd(input: $input) { widget { id } userErrors { __typename } }
}`;

let running: WidgetsHarness;
beforeAll(async () => {
  running = await startWidgetsHarness();
  await running.client.query(ADD, { input: { text: 'Bread', idempotencyKey: 'taken' } }, carla);
});
afterAll(() => running.stop());

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
