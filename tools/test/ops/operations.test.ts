import { readFileSync } from 'node:fs';
import path from 'node:path';
import { apiSdlOf } from '@nakku/gateway/compose';
import { buildSchema, parse, validate } from 'graphql';
import type { Account } from '../../src/client/index.ts';
import { openDeadLetters } from '../../src/ops/deadLetters.ts';
import * as operations from '../../src/ops/operations.ts';
import { openOperator } from '../../src/ops/operator.ts';
import { findStuck } from '../../src/ops/stuck.ts';
import { repositoryRoot } from '../../src/checkout/state.ts';
import { SUBGRAPHS } from '../../src/system/ports.ts';
import { newState } from '../harness/launchers.ts';

const FOLLOWERS = ['cart', 'delivery', 'inventory', 'orders', 'payments', 'users'] as const;
const documents = [
  ...SUBGRAPHS.flatMap((name) => [
    operations.waitingIn(name),
    operations.deadLettersOf(name),
    operations.reprocessingsOf(name),
  ]),
  ...FOLLOWERS.flatMap((name) => [operations.redrive(name), operations.reprocess(name)]),
  operations.openAlerts,
  operations.openOrders,
  operations.unpaidPayments,
  operations.paymentAlerts,
  ...Object.values(operations.RECONCILIATIONS),
].map(({ document }) => document);

test('every operation of the operators’ commands is one of the public API', () => {
  const sdl = readFileSync(path.join(repositoryRoot, 'schema/supergraph.graphql'), 'utf8');
  const schema = buildSchema(apiSdlOf(sdl));
  expect(documents.flatMap((document) => validate(schema, parse(document))).map(String)).toEqual([]);
});

/** An API that responds by the name of the operation; one that is an error is thrown. */
const api = (responses: Readonly<Record<string, unknown>>): Account => ({
  email: 'operator@nakku.example',
  async execute(operation) {
    const response = responses[operation.name] ?? { operations: null };
    if (response instanceof Error) throw response;
    return operation.data.parse(await Promise.resolve(response));
  },
  follow: () => {
    throw new Error('nobody follows here');
  },
  close: () => Promise.resolve(),
});

const node = (one: object): object => ({ edges: [{ node: one }] });
const nothing = { edges: [] };
const CALM = {
  OpenAlerts: { orderAlerts: nothing },
  OpenOrders: { orders: nothing },
  UnpaidPayments: { payments: nothing },
  PaymentAlerts: { payments: nothing },
};

test('stuck: one line for each thing, and for an owner that cannot be asked', async () => {
  const found = await findStuck(
    api({
      OpenAlerts: {
        orderAlerts: node({
          raisedAt: '2026-01-01T00:00:00Z',
          status: 'READY',
          message: 'No courier.',
          order: { id: 'o1' },
        }),
      },
      OpenOrders: {
        orders: node({
          id: 'o2',
          number: 'NK-000002',
          status: 'PACKING',
          timeline: [{ at: '2026-01-01T00:00:00.000Z' }, { at: '2026-01-01T00:05:00.000Z' }],
        }),
      },
      UnpaidPayments: new Error('payments: connection refused\n    at a stack'),
      PaymentAlerts: {
        payments: node({
          order: { id: 'o4' },
          alerts: [{ kind: 'REFUND_FAILED', detail: 'refund r1 failed', createdAt: '2026-01-01T00:00:00Z' }],
        }),
      },
    }),
    { minutes: 10 },
  );
  expect(found).toEqual([
    { what: 'alert', id: 'o1', detail: 'READY since 2026-01-01T00:00:00Z: No courier.' },
    { what: 'order', id: 'o2', detail: 'NK-000002 is PACKING since 2026-01-01T00:05:00.000Z' },
    { what: 'payments not asked', id: '–', detail: 'payments: connection refused' },
    {
      what: 'payment alert',
      id: 'o4',
      detail: 'REFUND_FAILED since 2026-01-01T00:00:00Z: refund r1 failed',
    },
  ]);
});

test('what moved a moment ago is not stuck', async () => {
  const at = new Date().toISOString();
  const moved = node({ id: 'o3', number: 'NK-000003', status: 'PACKING', timeline: [{ at }] });
  expect(await findStuck(api({ ...CALM, OpenOrders: { orders: moved } }), { minutes: 10 })).toEqual([]);
  expect(await openDeadLetters(api(CALM))).toEqual([]);
});

test('elsewhere than on this machine an operator needs credentials', async () => {
  await expect(openOperator(newState(), 'https://api.example', {})).rejects.toThrow(
    'Set NAKKU_OPERATOR_EMAIL and NAKKU_OPERATOR_PASSWORD: an account with the scope operations:read at https://api.example',
  );
});
