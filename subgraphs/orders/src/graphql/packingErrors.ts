import { idempotencyError, invalidInput, notFound, userError } from '@nakku/graphql-kit';
import type { ActOnOrderResult, ActRefusal } from '../app/actOnOrder.ts';
import type { AnswerSubstitutionResult } from '../app/answerSubstitution.ts';
import type { PickLinesResult } from '../app/pickLines.ts';
import type { ProposeSubstitutionResult } from '../app/proposeSubstitution.ts';
import type { ReportShortResult } from '../app/reportShort.ts';
import type { Order } from '../domain/order.ts';
import type { PieceRefusal } from '../domain/picking.ts';
import { keyPath, orderPath, refusedAct } from './errors.ts';

function orderClaimed({ number, packerId }: Order) {
  return {
    ...userError('OrderClaimedError', 'ORDER_CLAIMED', orderPath, `Somebody else packs order ${number}.`),
    packer: packerId === null ? null : { __typename: 'User' as const, id: packerId },
  };
}

function refusedPacker(refusal: ActRefusal) {
  return refusal.kind === 'illegal' && refusal.because === 'claimed'
    ? orderClaimed(refusal.order)
    : refusedAct(refusal);
}

/** Why packing was not started. */
export function packingStartError(result: Exclude<ActOnOrderResult, { kind: 'done' }>) {
  return result.kind === 'refused' ? refusedPacker(result.refusal) : idempotencyError(result.kind, keyPath);
}

/** Why packing was not finished. */
export function packingFinishError(result: Exclude<ActOnOrderResult, { kind: 'done' }>) {
  if (result.kind !== 'refused') return idempotencyError(result.kind, keyPath);
  const { refusal } = result;
  if (refusal.kind !== 'illegal' || refusal.because !== 'lines_open') return refusedPacker(refusal);
  return userError(
    'LinesOpenError',
    'LINES_OPEN',
    orderPath,
    `Pieces of order ${refusal.order.number} are neither picked nor reported as missing.`,
  );
}

/** @param linePath of the place of a line in the request */
function refusedPieces(refusal: PieceRefusal, linePath: readonly string[]) {
  return refusal.kind === 'line_unknown'
    ? notFound([...linePath, 'lineId'], 'line of this order')
    : invalidInput([...linePath, 'quantity'], `must be at most ${refusal.left}, which are still open`);
}

/** Why no piece was picked. */
export function pickError(result: Exclude<PickLinesResult, { kind: 'done' }>) {
  if (result.kind !== 'refused') return idempotencyError(result.kind, keyPath);
  const { refusal } = result;
  if (refusal.kind === 'not_found' || refusal.kind === 'illegal') return refusedPacker(refusal);
  const linePath = ['input', 'lines', String(refusal.line)];
  if (refusal.kind !== 'wrong_barcode') return refusedPieces(refusal, linePath);
  return userError(
    'WrongBarcodeError',
    'WRONG_BARCODE',
    [...linePath, 'barcode'],
    'This is not the product of the line. Take the right one, or report the line as missing.',
  );
}

/** Why no piece was reported as missing. */
export function shortError(result: Exclude<ReportShortResult, { kind: 'done' }>) {
  if (result.kind !== 'refused') return idempotencyError(result.kind, keyPath);
  const { refusal } = result;
  return refusal.kind === 'not_found' || refusal.kind === 'illegal'
    ? refusedPacker(refusal)
    : refusedPieces(refusal, ['input']);
}

/** Why no substitution was proposed. */
export function proposeError(result: Exclude<ProposeSubstitutionResult, { kind: 'done' }>) {
  if (result.kind !== 'refused') return idempotencyError(result.kind, keyPath);
  const { refusal } = result;
  switch (refusal.kind) {
    case 'not_found':
    case 'illegal':
      return refusedPacker(refusal);
    case 'not_wanted':
      return userError(
        'SubstitutionNotWantedError',
        'SUBSTITUTION_NOT_WANTED',
        ['input', 'lineId'],
        'The customer wants no other product for this line. Report the pieces as missing.',
      );
    case 'not_sold':
      return invalidInput(
        ['input', 'productIds', String(refusal.product)],
        'must be another product that is sold in the currency of the order',
      );
    default:
      return refusedPieces(refusal, ['input']);
  }
}

/** Why a substitution was not answered. */
export function answerError(result: Exclude<AnswerSubstitutionResult, { kind: 'done' }>) {
  if (result.kind !== 'refused') return idempotencyError(result.kind, keyPath);
  const { refusal } = result;
  const path = ['input', 'substitutionId'];
  switch (refusal.kind) {
    case 'not_found':
      return notFound(path, 'substitution');
    case 'illegal':
      return refusedAct(refusal);
    case 'not_proposed':
      return invalidInput(['input', 'productId'], 'must be one of the proposals');
    case 'answered_already':
      return userError(
        'SubstitutionAnsweredError',
        'SUBSTITUTION_ANSWERED',
        path,
        'This substitution has its answer already.',
      );
  }
}
