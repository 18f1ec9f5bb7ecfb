import { cancelBy } from './decideCancel.ts';
import { obstacleToPacking } from './decidePacking.ts';
import type { Change, Happening, Ruling } from './decision.ts';
import type { SubstitutionFact } from './facts.ts';
import { openPieces } from './lines.ts';
import type { Line } from './lines.ts';
import type { WholeOrder } from './order.ts';
import { progressOf } from './progress.ts';
import { goesOnWithout, repriced, withoutPieces } from './shortage.ts';
import type { Proposal, Substitution } from './substitution.ts';
import { withSubstitute } from './substitution.ts';

/** What comes of pieces for which other products are proposed; the order must still be packed. */
export function substitutionRuling(order: WholeOrder, fact: SubstitutionFact): Ruling {
  const line = order.lines.find(({ id }) => id === fact.substitution.orderLineId);
  if (fact.kind === 'SUBSTITUTION_PROPOSED') {
    const obstacle = obstacleToPacking(order, fact.by);
    if (obstacle !== null) return obstacle;
    return line ? proposed(order, line, fact.substitution) : 'noop';
  }
  const isPerson = fact.kind === 'SUBSTITUTION_ANSWERED' && fact.by === 'CUSTOMER';
  if (order.status !== 'PACKING' || !line) return isPerson ? 'status' : 'noop';
  switch (fact.kind) {
    case 'SUBSTITUTION_ANSWERED':
      if (isPerson && order.cancelRequested !== null) return 'cancel_pending';
      return answered(order, line, fact);
    case 'SUBSTITUTE_RESERVED':
      return substituted(order, line, fact);
    case 'SUBSTITUTE_REFUSED':
      return without(order, line, fact.substitution, []);
  }
}

function eventPart({ id: substitutionId, quantity }: Substitution, line: Line) {
  const { lineId, id: orderLineId, productId } = line;
  return { substitutionId, lineId, orderLineId, productId, quantity };
}

function proposed(order: WholeOrder, line: Line, substitution: Substitution): Change {
  const { quantity, proposals } = substitution;
  const names = proposals.map(({ name }) => name);
  return {
    next: progressOf(order),
    step: {
      kind: 'SUBSTITUTION_PROPOSED',
      detail: { kind: 'SUBSTITUTION_PROPOSED', name: line.name, quantity, proposals: names },
    },
    event: { type: 'order.substitution_proposed', ...eventPart(substitution, line), substitution },
  };
}

function answered(
  order: WholeOrder,
  line: Line,
  { substitution, chosen, by }: Extract<SubstitutionFact, { kind: 'SUBSTITUTION_ANSWERED' }>,
): Ruling {
  const { quantity } = substitution;
  const happening: Happening = {
    step: {
      kind: 'SUBSTITUTION_ANSWERED',
      detail: {
        ...{ kind: 'SUBSTITUTION_ANSWERED', name: line.name, quantity },
        ...{ substitute: chosen?.name ?? null, isTimeout: by === 'TIMEOUT' },
      },
    },
    event: {
      ...{ type: 'order.substitution_answered', ...eventPart(substitution, line), answeredBy: by },
      substituteProductId: chosen?.productId ?? null,
    },
  };
  return chosen === null
    ? without(order, line, substitution, [happening])
    : { next: progressOf(order), ...happening };
}

function substituted(
  order: WholeOrder,
  line: Line,
  { substitution, chosen, newLineId }: { substitution: Substitution; chosen: Proposal; newLineId: string },
): Ruling {
  const replaced = withSubstitute(order.lines, substitution, chosen, newLineId);
  if (!replaced) return 'noop';
  const { substitute, pieces } = replaced;
  const happening: Happening = {
    step: {
      kind: 'LINE_SUBSTITUTED',
      detail: { kind: 'LINE_SUBSTITUTED', name: line.name, quantity: pieces, substitute: substitute.name },
    },
    event: {
      type: 'order.line_substituted',
      ...eventPart({ ...substitution, quantity: pieces }, line),
      substitute,
    },
  };
  const { after, happened } = repriced(order, replaced.lines, [happening]);
  return lastOf({ next: progressOf(order), ...after }, happened);
}

/** The pieces are left out: the rest is the order, unless nothing is left. */
function without(
  order: WholeOrder,
  line: Line,
  { quantity }: Substitution,
  first: readonly Happening[],
): Ruling {
  const short = { line, pieces: Math.min(quantity, openPieces(line)) };
  const less = short.pieces > 0 ? withoutPieces(order, [short], 'SHELF') : null;
  const happened = [...first, ...(less?.happened ?? [])];
  const change = { next: progressOf(order), ...less?.after };
  if (!less || goesOnWithout(order.lines, [short])) return lastOf(change, happened);
  const cancel = cancelBy(order, 'OUT_OF_STOCK');
  return typeof cancel === 'string'
    ? lastOf(change, happened)
    : { ...cancel, ...less.after, before: happened };
}

/** A change of which the last happening names it; none: nothing changed. */
function lastOf(change: Pick<Change, 'next' | 'lines' | 'totals'>, happened: readonly Happening[]): Ruling {
  const last = happened.at(-1);
  return last ? { ...change, before: happened.slice(0, -1), ...last } : 'noop';
}
