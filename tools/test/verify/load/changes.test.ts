import type { Account } from '../../../src/client/index.ts';
import { OperationFailed, Refused } from '../../../src/client/index.ts';
import { changeOf, changeOrder } from '../../../src/verify/load/changes.ts';

const o = { timeoutMs: 1_000, signal: new AbortController().signal };
const refusal = (code: string) =>
  new Refused('OrderModify', [{ __typename: 'X', message: 'No.', code, path: [] }]);

/** @param refusals of the first, second, … change that is sent */
function customer(lines: readonly { id: string; openQuantity: number }[], refusals: readonly Error[] = []) {
  const sent: unknown[] = [];
  let version = 3;
  let changes = 0;
  const account: Account = {
    email: 'a@nakku.example',
    execute: (operation, variables) => {
      if (operation.kind === 'query')
        return Promise.resolve(
          operation.data.parse({ order: { version: version++, canModify: true, lines } }),
        );
      sent.push(variables.input);
      if (Object(variables.input).isDryRun === true)
        return Promise.resolve(operation.data.parse({ preview: { totals: { total: { amount: 990 } } } }));
      const refused = refusals[changes++];
      return refused ? Promise.reject(refused) : Promise.resolve(operation.data.parse({ preview: null }));
    },
    follow: () => {
      throw new Error('nothing is followed');
    },
    close: () => Promise.resolve(),
  };
  return { account, sent };
}

test('of ten customers four change their order, half of them want more', () => {
  const changes = Array.from({ length: 10 }, (_, n) => changeOf(n / 10, 0.4));
  expect(changes).toEqual(['more', 'more', 'less', 'less', null, null, null, null, null, null]);
  expect(changeOf(0, 0)).toBeNull();
});

test('a change is priced first and made at that price', async () => {
  const { account, sent } = customer([
    { id: 'gone', openQuantity: 0 },
    { id: 'milk', openQuantity: 2 },
  ]);
  expect(await changeOrder(account, 'o', 'more', o)).toBe(true);
  const input = {
    ...{ orderId: 'o', expectedVersion: 3, idempotencyKey: 'o:change:3' },
    lines: [{ lineId: 'milk', quantity: 3 }],
  };
  expect(sent).toEqual([
    { ...input, isDryRun: true },
    { ...input, expectedTotal: 990 },
  ]);
});

test('what was changed meanwhile is looked at again, with a key of its own', async () => {
  const { account, sent } = customer([{ id: 'milk', openQuantity: 2 }], [refusal('VERSION_CONFLICT')]);
  expect(await changeOrder(account, 'o', 'less', o)).toBe(true);
  expect(sent[3]).toMatchObject({
    ...{ expectedVersion: 4, idempotencyKey: 'o:change:4' },
    lines: [{ lineId: 'milk', quantity: 1 }],
  });
});

test('the last piece stays, what comes too late is given up, what failed is not', async () => {
  const last = customer([{ id: 'milk', openQuantity: 1 }]);
  expect(await changeOrder(last.account, 'o', 'less', o)).toBe(false);
  expect(last.sent).toEqual([]);
  const late = customer([{ id: 'milk', openQuantity: 2 }], [refusal('INVALID_ORDER_STATE')]);
  expect(await changeOrder(late.account, 'o', 'less', o)).toBe(false);
  const failure = { operation: 'OrderModify', code: 'X', detail: 'x', isTransient: false };
  const failing = customer([{ id: 'milk', openQuantity: 2 }], [new OperationFailed(failure)]);
  await expect(changeOrder(failing.account, 'o', 'less', o)).rejects.toThrow(OperationFailed);
});
