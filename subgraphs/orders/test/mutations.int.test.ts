import { typeDefsOf } from '@nakku/graphql-kit';
import { admin, anonymous, courier, customer, mutationCases, operatorCases, operator } from '@nakku/testkit';
import type { MutationCase } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { reach } from './reach.ts';
import { sampleQuote } from './sampleQuote.ts';
import { startOrdersHarness } from './harness.ts';
import type { Placed, OrdersHarness } from './harness.ts';

let shop: OrdersHarness;
const caller = customer();
const storeId = uuidv7();
const staff = operator([storeId]);
let ordered: Placed;
let confirmed: Placed;
let packing: Placed;
let delivered: Placed;
const tokens = { fresh: '', ended: '', foreign: '', used: '' };

beforeAll(async () => {
  // What is counted must stand still: nothing may fall due in between.
  shop = await startOrdersHarness({ DURATIONS_PROFILE: 'production' });
  const mine = { customerId: caller.userId, storeId };
  const order = async (milestone: Parameters<typeof reach>[2]): Promise<Placed> => {
    const quote = sampleQuote(mine);
    const { order: made } = await shop.place(caller, await shop.token(quote));
    const placed = { orderId: made.id, ...mine, caller, staff, quote };
    await reach(shop, placed, milestone);
    return placed;
  };
  ordered = await order('PLACED');
  confirmed = await order('CONFIRMED');
  packing = await order('PACKING');
  delivered = await order('DELIVERED');
  tokens.fresh = await shop.token(sampleQuote(mine));
  tokens.ended = await shop.token(sampleQuote(mine), 301_000);
  tokens.foreign = await shop.token(sampleQuote({ storeId }));
  tokens.used = await shop.token(ordered.quote);
}, 60_000);
afterAll(() => shop.stop());

/** Arguments of `orderPlace`, as they should be but for `over`. */
const placing =
  (over: Record<string, unknown> = {}) =>
  () => ({
    input: { quoteToken: tokens.fresh, paymentMethodId: uuidv7(), idempotencyKey: uuidv7(), ...over },
  });
const tokenOf = (which: keyof typeof tokens) => () => placing({ quoteToken: tokens[which] })();

/** Arguments of the acts on an order. */
const argsOf =
  (order: () => string, over: Record<string, unknown> = {}) =>
  () => ({ input: { orderId: order(), idempotencyKey: uuidv7(), ...over } });
const ofOrdered = () => ordered.orderId;
const ofConfirmed = () => confirmed.orderId;
const ofPacking = () => packing.orderId;
const ofDelivered = () => delivered.orderId;

const badInput = (...path: string[]) => ({ userError: 'InvalidInputError', path, code: 'INVALID_INPUT' });
const notFound = { userError: 'NotFoundError', path: ['input', 'orderId'], code: 'NOT_FOUND' };
const signedOut = { error: 'UNAUTHENTICATED' };
const forbidden = { error: 'FORBIDDEN' };
const wrongState = { userError: 'InvalidOrderStateError', path: ['input', 'orderId'] };

/** Arguments of `orderIssueReport`, of a line of no order. */
const issue =
  (over: Record<string, unknown> = {}) =>
  () => ({
    input: {
      ...{ orderId: delivered.orderId, kind: 'MISSING', idempotencyKey: uuidv7() },
      ...{ lines: [{ lineId: uuidv7(), quantity: 1 }], ...over },
    },
  });

/** Arguments of `orderRate`, as they should be but for `over`. */
const rating =
  (over: Record<string, unknown> = {}) =>
  () => ({ input: { orderId: delivered.orderId, order: 5, courier: 5, tags: [], ...over } });

/** Pieces of `orderLinesPick`, of a line of no order. */
const picks = (over: Record<string, unknown> = {}) => [
  { lineId: uuidv7(), quantity: 1, barcode: 'MILK', ...over },
];
/** The same of `orderLineShort`. */
const missing = { lineId: uuidv7(), quantity: 1 };

/** Arguments of `orderSubstitutionPropose` beside the order. */
const proposal = (over: Record<string, unknown> = {}) => ({ ...missing, productIds: [uuidv7()], ...over });
/** Arguments of `orderSubstitutionAnswer`, of a substitution that does not exist. */
const answering =
  (over: Record<string, unknown> = {}) =>
  () => ({ input: { substitutionId: uuidv7(), productId: null, idempotencyKey: uuidv7(), ...over } });

/** Arguments of `orderModify` of an order that may be changed. */
const modifying = (over: Record<string, unknown> = {}) =>
  argsOf(ofConfirmed, { expectedVersion: 3, ...over });

/** What is refused for every act on an order. */
function actCases(right: typeof caller | typeof staff, more: Record<string, unknown> = {}): MutationCase[] {
  const args = argsOf(ofConfirmed, more);
  const noId = argsOf(() => 'no-uuid', more);
  const badKey = badInput('input', 'idempotencyKey');
  return [
    { title: 'an identifier that is none', caller: right, args: noId, refused: badInput('input', 'orderId') },
    {
      title: 'an empty key',
      caller: right,
      args: argsOf(ofConfirmed, { ...more, idempotencyKey: '' }),
      refused: badKey,
    },
    {
      title: 'a key of 256 characters',
      caller: right,
      args: argsOf(ofConfirmed, { ...more, idempotencyKey: 'k'.repeat(256) }),
      refused: badKey,
    },
    { title: 'an order that does not exist', caller: right, args: argsOf(uuidv7, more), refused: notFound },
    { title: 'a guest', caller: anonymous(), args, refused: signedOut },
    { title: 'a courier', caller: courier(), args, refused: forbidden },
    { title: "another store's operator", caller: operator([uuidv7()]), args, refused: notFound },
    { title: 'the wrong state', caller: right, args: argsOf(ofDelivered, more), refused: wrongState },
  ];
}

mutationCases({
  typeDefs: typeDefsOf('orders'),
  service: () => ({
    databaseUrl: shop.world.databaseUrl,
    execute: async (document, variables, who) => {
      const { data, errors } = await shop.client.query(document, variables, who);
      return { data, ...(errors ? { errors } : {}) };
    },
  }),
  cases: {
    ...operatorCases('orders'),
    orderPlace: [
      {
        title: 'an empty token',
        caller,
        args: placing({ quoteToken: '' }),
        refused: badInput('input', 'quoteToken'),
      },
      {
        title: 'a token that is too long',
        caller,
        args: placing({ quoteToken: 'a'.repeat(262_145) }),
        refused: badInput('input', 'quoteToken'),
      },
      {
        title: 'a payment method that is no identifier',
        caller,
        args: placing({ paymentMethodId: 'card' }),
        refused: badInput('input', 'paymentMethodId'),
      },
      {
        title: 'an empty key',
        caller,
        args: placing({ idempotencyKey: '' }),
        refused: badInput('input', 'idempotencyKey'),
      },
      {
        title: 'a key of 256 characters',
        caller,
        args: placing({ idempotencyKey: 'k'.repeat(256) }),
        refused: badInput('input', 'idempotencyKey'),
      },
      {
        title: 'a token that is none',
        caller,
        args: placing({ quoteToken: 'x.y.z' }),
        refused: { userError: 'QuoteInvalidError', path: ['input', 'quoteToken'], code: 'QUOTE_INVALID' },
      },
      {
        title: "another customer's quote",
        caller,
        args: tokenOf('foreign'),
        refused: { userError: 'QuoteInvalidError', path: ['input', 'quoteToken'] },
      },
      {
        title: 'an ended quote',
        caller,
        args: tokenOf('ended'),
        refused: { userError: 'QuoteExpiredError', path: ['input', 'quoteToken'], code: 'QUOTE_EXPIRED' },
      },
      {
        title: 'a quote that is ordered',
        caller,
        args: tokenOf('used'),
        refused: { userError: 'CartAlreadyOrderedError', path: ['input', 'quoteToken'] },
      },
      { title: 'a guest', caller: anonymous(), args: placing(), refused: signedOut },
      { title: 'an operator', caller: staff, args: placing(), refused: forbidden },
      { title: 'an admin', caller: admin(), args: placing(), refused: forbidden },
    ],
    orderCancel: [
      ...actCases(caller),
      { title: 'another customer', caller: customer(), args: argsOf(ofOrdered), refused: notFound },
    ],
    orderModify: [
      ...actCases(caller, { expectedVersion: 3 }).filter(({ title }) => !title.includes('operator')),
      { title: "the store's operator", caller: staff, args: modifying(), refused: forbidden },
      { title: 'another customer', caller: customer(), args: modifying(), refused: notFound },
      {
        title: 'an earlier version',
        caller,
        args: modifying({ expectedVersion: 2 }),
        refused: { userError: 'VersionConflictError', path: ['input', 'expectedVersion'] },
      },
      {
        title: 'a line of another order',
        caller,
        args: modifying({ lines: [{ lineId: uuidv7(), quantity: 1 }] }),
        refused: { userError: 'NotFoundError', path: ['input', 'lines', '0', 'lineId'] },
      },
      {
        title: 'a product that is not sold',
        caller,
        args: modifying({ add: [{ productId: uuidv7(), quantity: 1 }] }),
        refused: { userError: 'ProductsUnavailableError', path: ['input', 'add', '0', 'productId'] },
      },
      {
        title: 'no piece',
        caller,
        args: modifying({ add: [{ productId: uuidv7(), quantity: 0 }] }),
        refused: badInput('input', 'add', '0', 'quantity'),
      },
      {
        title: 'instructions that are too long',
        caller,
        args: modifying({ instructions: 'x'.repeat(301) }),
        refused: badInput('input', 'instructions'),
      },
      {
        title: 'another total than agreed',
        caller,
        args: modifying({ instructions: 'Ring twice', expectedTotal: 1 }),
        refused: {
          ...{
            userError: 'TotalChangedError',
            path: ['input', 'expectedTotal'],
            code: 'ORDER_TOTAL_CHANGED',
          },
        },
      },
    ],
    orderIssueReport: [
      { title: 'no line', caller, args: issue({ lines: [] }), refused: badInput('input', 'lines') },
      {
        title: 'no piece',
        caller,
        args: issue({ lines: [{ lineId: uuidv7(), quantity: 0 }] }),
        refused: badInput('input', 'lines', '0', 'quantity'),
      },
      {
        title: 'a note that is too long',
        caller,
        args: issue({ note: 'x'.repeat(501) }),
        refused: badInput('input', 'note'),
      },
      {
        title: 'an empty key',
        caller,
        args: issue({ idempotencyKey: '' }),
        refused: badInput('input', 'idempotencyKey'),
      },
      {
        title: 'an identifier that is none',
        caller,
        args: issue({ orderId: 'no-uuid' }),
        refused: badInput('input', 'orderId'),
      },
      {
        title: 'an order that does not exist',
        caller,
        args: issue({ orderId: uuidv7() }),
        refused: notFound,
      },
      { title: 'another customer', caller: customer(), args: issue(), refused: notFound },
      {
        title: 'a line of another order',
        caller,
        args: issue(),
        refused: { userError: 'NotFoundError', path: ['input', 'lines', '0', 'lineId'] },
      },
      { title: 'a guest', caller: anonymous(), args: issue(), refused: signedOut },
      { title: "the store's operator", caller: staff, args: issue(), refused: forbidden },
    ],
    orderIssueResolve: [
      {
        title: 'an identifier that is none',
        caller: staff,
        args: { issueId: 'no-uuid', outcome: 'REJECTED' },
        refused: badInput('issueId'),
      },
      {
        title: 'an issue that does not exist',
        caller: staff,
        args: { issueId: uuidv7(), outcome: 'REFUNDED' },
        refused: { userError: 'NotFoundError', path: ['issueId'], code: 'NOT_FOUND' },
      },
      {
        title: 'a guest',
        caller: anonymous(),
        args: { issueId: uuidv7(), outcome: 'REFUNDED' },
        refused: signedOut,
      },
      { title: 'a customer', caller, args: { issueId: uuidv7(), outcome: 'REFUNDED' }, refused: forbidden },
      {
        title: 'a courier',
        caller: courier(),
        args: { issueId: uuidv7(), outcome: 'REFUNDED' },
        refused: forbidden,
      },
    ],
    orderRate: [
      { title: 'no star', caller, args: rating({ order: 0 }), refused: badInput('input', 'order') },
      { title: 'six stars', caller, args: rating({ order: 6 }), refused: badInput('input', 'order') },
      {
        title: 'a courier of six stars',
        caller,
        args: rating({ courier: 6 }),
        refused: badInput('input', 'courier'),
      },
      {
        title: 'an identifier that is none',
        caller,
        args: rating({ orderId: 'no-uuid' }),
        refused: badInput('input', 'orderId'),
      },
      {
        title: 'an order that does not exist',
        caller,
        args: rating({ orderId: uuidv7() }),
        refused: notFound,
      },
      { title: 'another customer', caller: customer(), args: rating(), refused: notFound },
      {
        title: 'an order that is not delivered',
        caller,
        args: () => rating({ orderId: confirmed.orderId })(),
        refused: wrongState,
      },
      { title: 'a guest', caller: anonymous(), args: rating(), refused: signedOut },
      { title: 'a courier', caller: courier(), args: rating(), refused: forbidden },
      { title: "the store's operator", caller: staff, args: rating(), refused: forbidden },
    ],
    orderAlertResolve: [
      {
        title: 'an identifier that is none',
        caller: staff,
        args: { alertId: 'no-uuid' },
        refused: badInput('alertId'),
      },
      {
        title: 'an alert that does not exist',
        caller: staff,
        args: { alertId: uuidv7() },
        refused: { userError: 'NotFoundError', path: ['alertId'], code: 'NOT_FOUND' },
      },
      { title: 'a guest', caller: anonymous(), args: { alertId: uuidv7() }, refused: signedOut },
      { title: 'a customer', caller, args: { alertId: uuidv7() }, refused: forbidden },
      { title: 'a courier', caller: courier(), args: { alertId: uuidv7() }, refused: forbidden },
    ],
    orderPackingStart: [
      {
        title: 'an order that somebody else packs',
        caller: operator([storeId]),
        args: argsOf(ofPacking),
        refused: { userError: 'OrderClaimedError', path: ['input', 'orderId'], code: 'ORDER_CLAIMED' },
      },
      ...actCases(staff),
      { title: 'its customer', caller, args: argsOf(ofConfirmed), refused: forbidden },
      { title: 'before it is confirmed', caller: staff, args: argsOf(ofOrdered), refused: wrongState },
    ],
    orderLinesPick: [
      ...actCases(staff, { lines: picks() }),
      { title: 'its customer', caller, args: argsOf(ofConfirmed, { lines: picks() }), refused: forbidden },
      {
        title: 'no lines',
        caller: staff,
        args: argsOf(ofPacking, { lines: [] }),
        refused: badInput('input', 'lines'),
      },
      {
        title: 'no pieces',
        caller: staff,
        args: argsOf(ofPacking, { lines: picks({ quantity: 0 }) }),
        refused: badInput('input', 'lines', '0', 'quantity'),
      },
      {
        title: 'an empty barcode',
        caller: staff,
        args: argsOf(ofPacking, { lines: picks({ barcode: '' }) }),
        refused: badInput('input', 'lines', '0', 'barcode'),
      },
      {
        title: 'a line that is not of the order',
        caller: staff,
        args: argsOf(ofPacking, { lines: picks() }),
        refused: { userError: 'NotFoundError', path: ['input', 'lines', '0', 'lineId'] },
      },
      {
        title: 'an order that somebody else packs',
        caller: operator([storeId]),
        args: argsOf(ofPacking, { lines: picks() }),
        refused: { userError: 'OrderClaimedError', path: ['input', 'orderId'], code: 'ORDER_CLAIMED' },
      },
    ],
    orderLineShort: [
      ...actCases(staff, missing),
      { title: 'its customer', caller, args: argsOf(ofConfirmed, missing), refused: forbidden },
      {
        title: 'no pieces',
        caller: staff,
        args: argsOf(ofPacking, { ...missing, quantity: 0 }),
        refused: badInput('input', 'quantity'),
      },
      {
        title: 'a line that is not of the order',
        caller: staff,
        args: argsOf(ofPacking, missing),
        refused: { userError: 'NotFoundError', path: ['input', 'lineId'] },
      },
      {
        title: 'an order that somebody else packs',
        caller: operator([storeId]),
        args: argsOf(ofPacking, missing),
        refused: { userError: 'OrderClaimedError', path: ['input', 'orderId'], code: 'ORDER_CLAIMED' },
      },
    ],
    orderSubstitutionPropose: [
      ...actCases(staff, proposal()),
      { title: 'its customer', caller, args: argsOf(ofPacking, proposal()), refused: forbidden },
      {
        title: 'no products',
        caller: staff,
        args: argsOf(ofPacking, proposal({ productIds: [] })),
        refused: badInput('input', 'productIds'),
      },
      {
        title: 'four products',
        caller: staff,
        args: argsOf(ofPacking, proposal({ productIds: [1, 2, 3, 4].map(() => uuidv7()) })),
        refused: badInput('input', 'productIds'),
      },
      {
        title: 'a line that is not of the order',
        caller: staff,
        args: argsOf(ofPacking, proposal()),
        refused: { userError: 'NotFoundError', path: ['input', 'lineId'] },
      },
      {
        title: 'an order that somebody else packs',
        caller: operator([storeId]),
        args: argsOf(ofPacking, proposal()),
        refused: { userError: 'OrderClaimedError', path: ['input', 'orderId'], code: 'ORDER_CLAIMED' },
      },
    ],
    orderSubstitutionAnswer: [
      {
        title: 'an identifier that is none',
        caller,
        args: answering({ substitutionId: 'no-uuid' }),
        refused: badInput('input', 'substitutionId'),
      },
      {
        title: 'a product that is none',
        caller,
        args: answering({ productId: 'no-uuid' }),
        refused: badInput('input', 'productId'),
      },
      {
        title: 'an empty key',
        caller,
        args: answering({ idempotencyKey: '' }),
        refused: badInput('input', 'idempotencyKey'),
      },
      {
        title: 'a substitution that does not exist',
        caller,
        args: answering(),
        refused: { userError: 'NotFoundError', path: ['input', 'substitutionId'], code: 'NOT_FOUND' },
      },
      { title: 'a guest', caller: anonymous(), args: answering(), refused: signedOut },
      { title: 'a courier', caller: courier(), args: answering(), refused: forbidden },
      { title: 'staff', caller: staff, args: answering(), refused: forbidden },
    ],
    orderPackingFinish: [
      {
        title: 'no bags',
        caller: staff,
        args: () => ({ ...argsOf(ofPacking)(), bags: 0 }),
        refused: badInput('bags'),
      },
      {
        title: 'pieces that are still open',
        caller: staff,
        args: argsOf(ofPacking),
        refused: { userError: 'LinesOpenError', path: ['input', 'orderId'], code: 'LINES_OPEN' },
      },
      {
        title: 'an order that somebody else packs',
        caller: operator([storeId]),
        args: argsOf(ofPacking),
        refused: { userError: 'OrderClaimedError', path: ['input', 'orderId'], code: 'ORDER_CLAIMED' },
      },
      ...actCases(staff),
      { title: 'its customer', caller, args: argsOf(ofConfirmed), refused: forbidden },
      { title: 'before packing began', caller: staff, args: argsOf(ofConfirmed), refused: wrongState },
    ],
  },
});
