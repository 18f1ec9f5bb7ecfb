import { picksOf } from '../domain/picking.ts';
import type { PickRefusal, PickRequest } from '../domain/picking.ts';
import { pendingPieces } from '../store/substitutions.ts';
import { actAsPacker } from './actAsPacker.ts';
import type { ActAsPackerResult, PackerCommand } from './actAsPacker.ts';
import type { Deps } from './deps.ts';

export interface PickLines extends PackerCommand {
  readonly lines: readonly PickRequest[];
}

export type PickLinesResult = ActAsPackerResult<PickRefusal>;

/** Puts pieces into the bag: all of the request, or none if one of them cannot be. */
export function pickLines(deps: Deps, command: PickLines): Promise<PickLinesResult> {
  const { actorId: by, lines } = command;
  const request = { mutation: 'orderLinesPick', variables: { lines } };
  return actAsPacker<PickRefusal>(deps, command, request, async (order, tx) => {
    const picked = picksOf(order.lines, lines, await pendingPieces(tx.db, order.id));
    return picked.kind === 'picks'
      ? { fact: { kind: 'LINES_PICKED', by, picks: picked.picks } }
      : { refused: picked };
  });
}
