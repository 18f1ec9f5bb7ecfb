import { admin, customer, eventProducer, eventually } from '@nakku/testkit';
import type { EventProducer } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness } from './harness.ts';

const OPERATIONS = `{ ordersOperations {
  service waiting(minutes: 0) { kind key detail } deadLetters { id topic key type error attempts status parkedBehind }
  topicReprocessings { id topic requestedBy finishedAt delivered applied error } } }`;
const REDRIVE = `mutation ($id: ID!) { ordersDeadLetterRedrive(id: $id) {
  deadLetter { status } userErrors { __typename ... on UserError { errorCode message path } } } }`;
const REPROCESS = `mutation ($topic: String!) { ordersTopicReprocess(topic: $topic) {
  topicReprocessing { id topic requestedBy } userErrors { __typename } } }`;

let shop: OrdersHarness;
let producer: EventProducer;
const olga = admin();
beforeAll(async () => {
  shop = await startOrdersHarness();
  producer = await eventProducer(shop.world.topicPrefix);
}, 60_000);
afterAll(async () => {
  await producer.stop();
  await shop.stop();
});

const seen = async () => (await shop.client.query(OPERATIONS, {}, olga)).data?.ordersOperations;

test('an operator sees a dead letter and has it tried again; it stays as long as it fails', async () => {
  const orderId = uuidv7();
  await producer.send({
    topic: 'payments',
    type: 'payment.authorized',
    subject: orderId,
    sequence: 1,
    data: {},
  });
  const operations = await eventually(async () => {
    const now = await seen();
    expect(now.deadLetters).toHaveLength(1);
    return now;
  });
  const [letter] = operations.deadLetters;
  expect(operations).toMatchObject({
    service: 'orders',
    waiting: expect.arrayContaining([expect.objectContaining({ kind: 'DEAD_LETTER', key: letter.id })]),
    topicReprocessings: [],
  });
  expect(letter).toMatchObject({
    topic: 'payments',
    key: orderId,
    type: 'payment.authorized',
    status: 'OPEN',
    attempts: 1,
    parkedBehind: 0,
  });
  for (let twice = 0; twice < 2; twice += 1) {
    const { data } = await shop.client.query(REDRIVE, { id: letter.id }, olga);
    expect(data?.ordersDeadLetterRedrive).toMatchObject({
      deadLetter: null,
      userErrors: [
        {
          __typename: 'RedriveFailedError',
          errorCode: 'REDRIVE_FAILED',
          path: ['id'],
        },
      ],
    });
  }
  expect((await seen()).deadLetters).toHaveLength(1);
});

test('an operator has a topic delivered again, and sees how it ended', async () => {
  const { data } = await shop.client.query(REPROCESS, { topic: 'payments' }, olga);
  expect(data?.ordersTopicReprocess).toMatchObject({
    topicReprocessing: { topic: 'payments', requestedBy: olga.userId },
    userErrors: [],
  });
  await eventually(
    async () =>
      expect((await seen()).topicReprocessings).toMatchObject([
        { topic: 'payments', finishedAt: expect.any(String), delivered: 1, applied: 0, error: null },
      ]),
    { timeoutMs: 20_000 },
  );
});

test('nobody else sees it', async () => {
  const { data, errors } = await shop.client.query(OPERATIONS, {}, customer());
  expect([data, errors?.map(({ extensions }) => extensions?.code)]).toEqual([
    { ordersOperations: null },
    ['FORBIDDEN'],
  ]);
});

test('the age that counts is bounded', async () => {
  const { errors } = await shop.client.query(
    '{ ordersOperations { waiting(minutes: 10081) { key } } }',
    {},
    olga,
  );
  expect(errors).toMatchObject([
    { message: '`minutes` must be 0–10080, not 10081.', extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});

test('the deprecated names still work', async () => {
  const old = await shop.client.query(
    `mutation ($id: ID!) {
      ordersDeadLetterReplay(id: $id) { userErrors { __typename ... on UserError { code } } }
      ordersTopicReplay(topic: "payments") { topicReplay { topic requestedBy } userErrors { __typename } }
    }`,
    { id: (await seen()).deadLetters[0].id },
    olga,
  );
  expect(old.data).toEqual({
    ordersDeadLetterReplay: { userErrors: [{ __typename: 'ReplayFailedError', code: 'REPLAY_FAILED' }] },
    ordersTopicReplay: { topicReplay: { topic: 'payments', requestedBy: olga.userId }, userErrors: [] },
  });
  const reread = await shop.client.query('{ ordersOperations { topicReplays { topic } } }', {}, olga);
  expect(reread.data?.ordersOperations.topicReplays).toHaveLength(2);
});
