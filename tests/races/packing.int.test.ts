import { eventually, operator } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { published } from '../../subgraphs/orders/test/otherContexts.ts';
import { reach } from '../../subgraphs/orders/test/reach.ts';
import type { ActResponse, OrdersHarness } from '../../subgraphs/orders/test/harness.ts';
import { startOrdersHarness } from '../../subgraphs/orders/test/harness.ts';
import { raceTest, times } from './harness/race.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness({ DURATIONS_PROFILE: 'production' });
}, 60_000);
afterAll(() => shop.stop());

const answerDocument = `mutation ($input: OrderSubstitutionAnswerInput!) { orderSubstitutionAnswer(input: $input) {
  order { id } userErrors { __typename } } }`;
const proposeDocument = `mutation ($input: OrderSubstitutionProposeInput!) { orderSubstitutionPropose(input: $input) {
  order { substitutions { id } } userErrors { __typename } } }`;

const isDone = ({ userErrors }: ActResponse): boolean => userErrors.length === 0;
const errorsOf = (responses: readonly ActResponse[]): unknown[] =>
  responses.flatMap(({ userErrors }) => userErrors.map(({ __typename }) => __typename));

raceTest(
  'packers that claim one order',
  { invariant: 'one has it, the others are told, and there is one event', rounds: 10 },
  async (race) => {
    const placed = await shop.placed();
    const { orderId, storeId } = placed;
    await reach(shop, placed, 'CONFIRMED');
    const packers = times(6, () => operator([storeId]));
    const responses = await race.start(
      packers.map((packer) => () => shop.act('orderPackingStart', packer, orderId)),
      isDone,
    );
    expect(responses.filter(isDone)).toHaveLength(1);
    expect(errorsOf(responses)).toEqual(times(5, () => 'OrderClaimedError'));
    const winner = packers[responses.findIndex(isDone)];
    const { rows } = await shop.pool.query('SELECT version, packer_id FROM orders WHERE id = $1', [orderId]);
    expect(rows).toEqual([{ version: 4, packer_id: winner?.userId }]);
  },
);

raceTest(
  'the last piece picked, picked again and reported as missing',
  { invariant: 'one of them counts, and the line adds up', rounds: 10 },
  async (race) => {
    const placed = await shop.placed();
    const { orderId, staff } = placed;
    await reach(shop, placed, 'PACKING');
    const [, one] = await shop.openPicks(orderId, staff);
    if (!one) throw new Error('the order has a line of one piece');
    const responses = await race.start(
      [
        () => shop.pick(staff, orderId, [one], uuidv7()),
        () => shop.pick(staff, orderId, [one], uuidv7()),
        () => shop.short(staff, orderId, one.lineId, 1),
      ],
      isDone,
    );
    expect(responses.filter(isDone)).toHaveLength(1);
    expect(errorsOf(responses)).toEqual(['InvalidInputError', 'InvalidInputError']);
    const { rows } = await shop.pool.query('SELECT open, picked, short FROM order_lines WHERE id = $1', [
      one.lineId,
    ]);
    const wasShort = responses[2] !== undefined && isDone(responses[2]);
    expect(rows).toEqual([{ open: 0, picked: wasShort ? 0 : 1, short: wasShort ? 1 : 0 }]);
    const types = (await published(shop.capture, orderId, wasShort ? 6 : 5)).slice(4).map(({ type }) => type);
    expect(types).toEqual(wasShort ? ['order.line_short', 'order.totals_changed'] : ['order.line_picked']);
  },
);

raceTest(
  'answers to a substitution versus its time-out',
  { invariant: 'one answer counts, and there is one event of it', rounds: 5, timeoutMs: 120_000 },
  async (race) => {
    const placed = await shop.placed();
    const { orderId, staff, caller } = placed;
    await reach(shop, placed, 'PACKING');
    const productId = uuidv7();
    await shop.others.product(productId, 'ACTIVE');
    await eventually(async () => {
      const { rows } = await shop.pool.query('SELECT FROM catalogue_products WHERE product_id = $1', [
        productId,
      ]);
      expect(rows).toHaveLength(1);
    });
    const [line] = await shop.openPicks(orderId, staff);
    const proposal = {
      orderId,
      lineId: line?.lineId,
      quantity: 1,
      productIds: [productId],
      idempotencyKey: uuidv7(),
    };
    const { data } = await shop.client.query(proposeDocument, { input: proposal }, staff);
    const id: string = data?.orderSubstitutionPropose.order.substitutions[0].id;
    const answer = (chosen: string | null) => async (): Promise<string> => {
      await race.late(race.round / 2);
      const input = { substitutionId: id, productId: chosen, idempotencyKey: uuidv7() };
      const response = await shop.client.query(answerDocument, { input }, caller);
      return response.data?.orderSubstitutionAnswer.userErrors[0]?.__typename ?? 'done';
    };
    const expire = async (): Promise<string> => {
      await shop.pool.query('UPDATE platform.deadlines SET due_at = clock_timestamp() WHERE key = $1', [id]);
      return 'expires';
    };
    const outcomes = await race.start(
      [answer(productId), answer(null), expire],
      (outcome) => outcome === 'done',
    );
    expect(outcomes.filter((outcome) => outcome === 'done').length).toBeLessThanOrEqual(1);
    expect(new Set(outcomes).size).toBeGreaterThan(1);
    await eventually(async () => {
      const { rows } = await shop.pool.query('SELECT status FROM order_substitutions WHERE id = $1', [id]);
      expect(['RESERVING', 'REMOVED']).toContain(rows[0]?.status);
    });
    const events = await published(shop.capture, orderId, 6);
    expect(events.filter(({ type }) => type === 'order.substitution_answered')).toHaveLength(1);
  },
);
