import { openLine } from '../domain/picking.ts';
import type { PieceRefusal } from '../domain/picking.ts';
import { pendingPieces } from '../store/substitutions.ts';
import { actAsPacker } from './actAsPacker.ts';
import type { ActAsPackerResult, PackerCommand } from './actAsPacker.ts';
import type { Deps } from './deps.ts';

export interface ReportShort extends PackerCommand {
  readonly lineId: string;
  readonly quantity: number;
}

export type ReportShortResult = ActAsPackerResult<PieceRefusal>;

/** Pieces of a line are not on the shelf: inventory corrects its books, and the customer does not pay them. */
export function reportShort(deps: Deps, command: ReportShort): Promise<ReportShortResult> {
  const { actorId: by, lineId, quantity } = command;
  const request = { mutation: 'orderLineShort', variables: { lineId, quantity } };
  return actAsPacker<PieceRefusal>(deps, command, request, async (order, tx) => {
    const pending = await pendingPieces(tx.db, order.id);
    const open = openLine(order.lines, command, { place: 0, taken: pending.get(lineId) ?? 0 });
    return open.kind === 'found'
      ? { fact: { kind: 'SHELF_SHORT', by, short: { line: open.line, pieces: quantity } } }
      : { refused: open };
  });
}
