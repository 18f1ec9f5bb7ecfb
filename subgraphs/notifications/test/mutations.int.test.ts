import { typeDefsOf } from '@nakku/graphql-kit';
import { anonymous, customer, mutationCases, operatorCases } from '@nakku/testkit';
import { v7 } from 'uuid';
import { startNotificationsHarness, type NotificationsHarness } from './harness.ts';

const carla = customer();
const ids = [v7()];

let running: NotificationsHarness;
beforeAll(async () => {
  running = await startNotificationsHarness();
});
afterAll(() => running.stop());

const invalid = (...path: string[]) => ({ userError: 'InvalidInputError', path });

mutationCases({
  typeDefs: typeDefsOf('notifications'),
  service: () => ({ databaseUrl: running.world.databaseUrl, execute: running.client.query }),
  cases: {
    ...operatorCases('notifications', false),
    notificationsMarkRead: [
      {
        title: 'a guest',
        caller: anonymous(),
        args: { input: { ids } },
        refused: { error: 'UNAUTHENTICATED' },
      },
      { title: 'neither', caller: carla, args: { input: {} }, refused: { error: 'BAD_USER_INPUT' } },
      {
        title: 'both',
        caller: carla,
        args: { input: { ids, upTo: ids[0] } },
        refused: { error: 'BAD_USER_INPUT' },
      },
      { title: 'no IDs', caller: carla, args: { input: { ids: [] } }, refused: invalid('input', 'ids') },
      {
        title: '101 IDs',
        caller: carla,
        args: { input: { ids: Array.from({ length: 101 }, () => v7()) } },
        refused: invalid('input', 'ids'),
      },
      {
        title: 'an ID that is none',
        caller: carla,
        args: { input: { ids: ['x'] } },
        refused: invalid('input', 'ids', '0'),
      },
      {
        title: 'a last one that is none',
        caller: carla,
        args: { input: { upTo: 'x' } },
        refused: invalid('input', 'upTo'),
      },
    ],
  },
});
