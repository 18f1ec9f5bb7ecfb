import type { Ruling } from './decision.ts';
import type { WholeOrder } from './order.ts';
import { pickedWhole } from './lines.ts';
import { progressOf } from './progress.ts';

/** The store packs: CONFIRMED → PACKING → READY, unless somebody waits for the answer to a cancel. */
export function packingRuling(order: WholeOrder, act: 'PACKING_STARTED' | 'PACKING_FINISHED'): Ruling {
  const [from, to] =
    act === 'PACKING_STARTED' ? (['CONFIRMED', 'PACKING'] as const) : (['PACKING', 'READY'] as const);
  if (order.status !== from && order.status !== to) return 'status';
  if (order.cancelRequested !== null) return 'cancel_pending';
  if (order.status === to) return 'noop';
  const next = { ...progressOf(order), status: to };
  return act === 'PACKING_STARTED'
    ? {
        next,
        step: { kind: 'PACKING_STARTED', detail: null },
        event: { type: 'order.updated', change: 'PACKING_STARTED' },
      }
    : {
        next,
        // Who packs without a list of what was picked has packed everything.
        lines: order.lines.map(pickedWhole),
        step: { kind: 'READY', detail: null },
        event: { type: 'order.ready' },
      };
}
