import { readFileSync, writeFileSync } from 'node:fs';
import { matrixFile, renderMatrix } from '../../authorization/table.ts';
import type { Row, Section } from '../../authorization/table.ts';
import { closeAll } from '../harness/accounts.ts';
import { digests } from '../harness/digest.ts';
import { orderWhen, store } from '../harness/shopping.ts';
import { until } from '../harness/waiting.ts';
import { CALLERS, hireCast } from './callers.ts';
import type { Cast } from './callers.ts';
import { callMutation, entitySection, makeMatrix, queryRow, unprobed } from './matrix.ts';
import { setScene } from './scene.ts';
import type { Scene } from './scene.ts';

let cast: Cast;
let scene: Scene;
let sections: Section[];
beforeAll(async () => {
  cast = await hireCast();
  let offers: Section | undefined;
  let pickQueue: Row | undefined;
  scene = await setScene(cast, {
    toPack: async (orderId) => {
      pickQueue = await queryRow('pickQueue', cast, { storeId: store.storeId, orderId });
    },
    offered: async () => {
      offers = await entitySection('DeliveryOffer', cast, store);
    },
  });
  if (!offers || !pickQueue) throw new Error('nobody looked at the offer or the queue');
  sections = await makeMatrix(cast, scene, { offers, pickQueue });
}, 240_000);
afterAll(closeAll);

test('every field of the schema is called', () => {
  expect(unprobed()).toEqual([]);
});

test('the committed table is what the running system does: npm run authorization:matrix', () => {
  const made = renderMatrix(CALLERS, sections);
  if (process.env.AUTHORIZATION_MATRIX === 'write') writeFileSync(matrixFile, made);
  expect(readFileSync(matrixFile, 'utf8')).toBe(made);
});

test('what is refused stores and publishes nothing', async () => {
  const refused = sections
    .flatMap(({ rows }) => rows)
    .filter(({ coordinate }) => coordinate.startsWith('Mutation.'))
    .flatMap(({ coordinate, cells }) =>
      CALLERS.filter((_, i) => cells[i] === 'no').map((caller) => ({
        mutation: coordinate.replace('Mutation.', ''),
        caller,
      })),
    );
  expect(refused.length).toBeGreaterThan(200);
  const still = await untilStill();
  for (const { mutation, caller } of refused) {
    expect([mutation, caller, await callMutation(mutation, cast.callers[caller], scene)]).toEqual([
      mutation,
      caller,
      'no',
    ]);
  }
  expect(await digests()).toEqual(still);
}, 120_000);

/** What the mutations before set off has come to its end. */
async function untilStill(): Promise<Record<string, string>> {
  await orderWhen(cast.owner, scene.orderId, ({ payment }) => payment?.status === 'VOIDED');
  let before = await digests();
  await until(
    async () => {
      const now = await digests();
      const isStill = JSON.stringify(now) === JSON.stringify(before);
      before = now;
      return isStill;
    },
    (isStill) => isStill,
    60_000,
  );
  return before;
}
