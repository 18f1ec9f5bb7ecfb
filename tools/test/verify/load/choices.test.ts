import type { Account } from '../../../src/client/index.ts';
import { OperationFailed, Refused } from '../../../src/client/index.ts';
import { choiceOf, decideSubstitutions } from '../../../src/verify/load/choices.ts';

const o = { timeoutMs: 1_000, signal: new AbortController().signal };

function customer(refuse?: Error) {
  const sent: unknown[] = [];
  const substitutions = [
    { id: 's1', status: 'SUBSTITUTED', proposals: [] },
    { id: 's2', status: 'OPEN', proposals: [{ name: 'Gel', product: { id: 'gel' } }] },
    {
      id: 's3',
      status: 'OPEN',
      proposals: [
        { name: 'Unknown', product: null },
        { name: 'Oil', product: { id: 'oil' } },
      ],
    },
  ];
  const account: Account = {
    email: 'a@nakku.example',
    execute: (operation, variables) => {
      if (operation.kind === 'query')
        return Promise.resolve(operation.data.parse({ order: { substitutions } }));
      sent.push(variables.input);
      return refuse ? Promise.reject(refuse) : Promise.resolve(operation.data.parse({}));
    },
    follow: () => {
      throw new Error('nothing is followed');
    },
    close: () => Promise.resolve(),
  };
  return { account, sent };
}

test('of ten customers seven accept, two decline and one does not look', () => {
  const choices = Array.from({ length: 10 }, (_, n) => choiceOf(n / 10));
  expect(choices.filter((choice) => choice === 'accept')).toHaveLength(7);
  expect(choices.filter((choice) => choice === 'decline')).toHaveLength(2);
  expect(choices.filter((choice) => choice === 'ignore')).toHaveLength(1);
});

test('the first product that can be had of each open question is taken', async () => {
  const { account, sent } = customer();
  expect(await decideSubstitutions(account, 'order', 'accept', o)).toEqual(['Gel', 'Oil']);
  expect(sent).toEqual([
    { substitutionId: 's2', productId: 'gel', idempotencyKey: 's2' },
    { substitutionId: 's3', productId: 'oil', idempotencyKey: 's3' },
  ]);
});

test('who declines wants none, and who does not look asks for nothing', async () => {
  const declining = customer();
  expect(await decideSubstitutions(declining.account, 'order', 'decline', o)).toEqual([]);
  expect(declining.sent).toMatchObject([{ productId: null }, { productId: null }]);
  const ignoring = customer();
  expect(await decideSubstitutions(ignoring.account, 'order', 'ignore', o)).toEqual([]);
  expect(ignoring.sent).toEqual([]);
});

test('what was decided meanwhile is left; what failed is not', async () => {
  const error = { __typename: 'X', message: 'It was answered.', code: 'SUBSTITUTION_ANSWERED', path: [] };
  const late = customer(new Refused('OrderSubstitutionAnswer', [error]));
  expect(await decideSubstitutions(late.account, 'order', 'accept', o)).toEqual([]);
  const failure = { operation: 'OrderSubstitutionAnswer', code: 'X', detail: 'x', isTransient: false };
  const failing = customer(new OperationFailed(failure));
  await expect(decideSubstitutions(failing.account, 'order', 'accept', o)).rejects.toThrow(OperationFailed);
});
