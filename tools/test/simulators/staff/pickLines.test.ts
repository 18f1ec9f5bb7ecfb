import { v7 as uuidv7 } from 'uuid';
import { pickLines } from '../../../src/simulators/staff/pickLines.ts';
import type { Shelf } from '../../../src/simulators/staff/shelf.ts';
import { sortOut } from '../../../src/simulators/staff/sortOut.ts';
import type { PickListLine } from '../../../src/simulators/staff/storeOperations.ts';
import type { Account } from '../../../src/client/index.ts';

/** A line of three pieces: what is not open is as `over` says. */
function lineOf(
  id: string,
  over: Partial<PickListLine['line']> & { pending?: number; candidates?: readonly string[] } = {},
): PickListLine {
  const { pending = 0, candidates = [], ...line } = over;
  return {
    barcode: id.toUpperCase(),
    pendingQuantity: pending,
    line: {
      ...{ id, quantity: 3, openQuantity: 3, pickedQuantity: 0, shortQuantity: 0, substitutedQuantity: 0 },
      ...line,
    },
    substituteCandidates: candidates.map((product) => ({ product: { id: product } })),
  };
}

const lacking = (pieces: Readonly<Record<string, number>>): Shelf => ({
  missingOf: ({ id }) => pieces[id] ?? 0,
});

const listOf = (...lines: PickListLine[]) => ({
  openQuantity: lines.reduce((sum, { line }) => sum + line.openQuantity, 0),
  lines,
});

describe('a packer', () => {
  test('picks what is there and replaces or leaves out what is not', () => {
    const list = listOf(lineOf('milk'), lineOf('soap', { candidates: ['gel', 'foam'] }), lineOf('salt'));
    expect(sortOut(list, lacking({ soap: 1, salt: 3 }))).toEqual({
      picks: [
        { lineId: 'milk', quantity: 3, barcode: 'MILK' },
        { lineId: 'soap', quantity: 2, barcode: 'SOAP' },
      ],
      missing: [
        { lineId: 'soap', quantity: 1, productIds: ['gel', 'foam'] },
        { lineId: 'salt', quantity: 3, productIds: [] },
      ],
      ...{ pending: 0, picked: 0 },
    });
  });

  test('looks for each line once, and does not touch pieces about which the customer is asked', () => {
    const list = listOf(
      lineOf('pending', { pending: 1, candidates: ['gel'] }),
      lineOf('short', { openQuantity: 2, shortQuantity: 1 }),
      lineOf('replaced', { openQuantity: 2, substitutedQuantity: 1 }),
      lineOf('begun', { openQuantity: 1, pickedQuantity: 2 }),
    );
    const all = { pending: 1, short: 1, replaced: 1, begun: 1 };
    expect(sortOut(list, lacking(all))).toEqual({
      picks: ['pending', 'short', 'replaced']
        .map((lineId) => ({
          ...{ lineId, quantity: 2, barcode: lineId.toUpperCase() },
        }))
        .concat([{ lineId: 'begun', quantity: 1, barcode: 'BEGUN' }]),
      missing: [],
      ...{ pending: 1, picked: 2 },
    });
  });
});

test('an order is picked by one proposal, one request, and a look after the answer', async () => {
  const lists = [
    listOf(lineOf('milk'), lineOf('soap', { candidates: ['gel'] })),
    listOf(
      lineOf('milk', { openQuantity: 0, pickedQuantity: 3 }),
      lineOf('soap', { openQuantity: 1, pickedQuantity: 2, pending: 1 }),
    ),
    listOf(
      lineOf('milk', { openQuantity: 0, pickedQuantity: 3 }),
      lineOf('soap', { openQuantity: 0, pickedQuantity: 2, substitutedQuantity: 1 }),
      lineOf('gel', { quantity: 1, openQuantity: 1 }),
    ),
    listOf(lineOf('milk', { openQuantity: 0, pickedQuantity: 6 })),
  ];
  const sent: [string, unknown][] = [];
  const account: Pick<Account, 'execute'> = {
    execute: (operation, variables) => {
      if (operation.name === 'PickList')
        return Promise.resolve(operation.data.parse({ pickList: lists.shift() }));
      sent.push([operation.name, variables.input]);
      return Promise.resolve(operation.data.parse({}));
    },
  };
  const orderId = uuidv7();
  expect(await pickLines(account, orderId, { shelf: lacking({ soap: 1 }), lookMs: 1 })).toBe(6);
  expect(sent).toEqual([
    [
      'OrderSubstitutionPropose',
      { orderId, lineId: 'soap', quantity: 1, productIds: ['gel'], idempotencyKey: 'propose:soap' },
    ],
    [
      'OrderLinesPick',
      {
        orderId,
        lines: [
          { lineId: 'milk', quantity: 3, barcode: 'MILK' },
          { lineId: 'soap', quantity: 2, barcode: 'SOAP' },
        ],
        idempotencyKey: `pick:${orderId}:6`,
      },
    ],
    [
      'OrderLinesPick',
      {
        orderId,
        lines: [{ lineId: 'gel', quantity: 1, barcode: 'GEL' }],
        idempotencyKey: `pick:${orderId}:1`,
      },
    ],
  ]);
});
