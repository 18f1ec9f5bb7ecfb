import { decide } from '../domain/decide.ts';
import { timesOf } from '../domain/deadlines.ts';
import type { OrderTimes } from '../domain/deadlines.ts';
import type { Decision } from '../domain/decision.ts';
import { exampleFacts, statuses } from '../domain/exampleFacts.ts';
import { exampleOrder, exampleOrderFor } from '../domain/exampleOrder.ts';
import type { Fact } from '../domain/facts.ts';
import type { Order } from '../domain/order.ts';
import { mayCancel } from '../domain/permissions.ts';

type Applied = Extract<Decision, { kind: 'applied' }>;

const now = new Date('2026-03-01T12:05:00.000Z');

/** A table as prettier writes it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

function minutes(ms: number | undefined): string {
  return ms === undefined ? '' : `${ms / 60_000} min`;
}

/** `CANCELLED` where the status changes, else what is set beside it. */
function nextOf({ status }: Order, { next }: Applied): string {
  if (next.status !== status) return next.cancelReason ? `CANCELLED (${next.cancelReason})` : next.status;
  return next.cancelRequested ? `cancel requested (${next.cancelRequested})` : 'same status';
}

function deadlinesOf({ schedule, unschedule }: Applied): string {
  const starts = schedule.map(({ kind, afterMs }) => `${kind} in ${minutes(afterMs)}`);
  const ends = unschedule.map((kind) => `${kind} ends`);
  return [...starts, ...ends].join(', ') || '—';
}

/** Statuses in which a fact ends in `kind`, joined. */
function inStatuses(facts: readonly (readonly [Order, Decision])[], kind: Decision['kind']): string {
  const found = facts.filter(([, decision]) => decision.kind === kind).map(([{ status }]) => status);
  return found.join(', ') || '—';
}

function sectionOf(title: string, factIn: (order: Order) => Fact, times: OrderTimes): string {
  const decided = statuses.map((status) => {
    const fact = factIn(exampleOrder({ status }));
    const order = exampleOrderFor(fact, status);
    return [order, decide(order, fact, now, times)] as const;
  });
  const applied = decided.flatMap(([order, decision]) =>
    decision.kind === 'applied'
      ? [[order.status, nextOf(order, decision), decision.event.type, deadlinesOf(decision)]]
      : [],
  );
  return [
    `### ${title.charAt(0).toUpperCase()}${title.slice(1)}`,
    table(['in status', 'next', 'event', 'deadlines'], applied),
    `No effect in: ${inStatuses(decided, 'noop')}. Refused in: ${inStatuses(decided, 'illegal')}.`,
  ].join('\n\n');
}

/**
 * The page docs/order-states.md: what each fact does to an order in each status, as the rules decide it.
 * @param times of the production profile
 */
export function orderStatesPage(times: OrderTimes): string {
  const overview = statuses.map((status) => {
    const { deadlineMs, alertMs } = timesOf(status, now, now, times);
    const decision = decide(exampleOrder({ status }), { kind: 'DEADLINE', of: status }, now, times);
    const onExpiry = decision.kind === 'applied' ? nextOf(exampleOrder({ status }), decision) : '';
    const cancel = (['customer', 'staff'] as const).filter((by) => mayCancel(status, by)).join(', ');
    return [status, minutes(alertMs), minutes(deadlineMs), onExpiry, cancel || 'nobody'];
  });
  return `<!-- Written by npm run docs from decide's table: change that, not this. -->

# Order states

An order changes in one way: a fact is decided on its present state by \`decide\` (\`subgraphs/orders/src/domain\`), and the
change is saved with one step of the timeline, one event and its deadlines. A fact that says what is so already has no
effect. One that the status does not allow is refused to a person, and recorded if an event brings it; nothing changes.

Before CONFIRMED orders cancels alone. From then on a cancellation is a request: delivery grants it ("delivery cancelled") or
refuses it because the courier has the goods, so that cancellation and pick-up cannot both win.

## Statuses

Times are those of the production profile. The alert of OUT_FOR_DELIVERY counts from the end of the promised window, the
deadline of PLACED from the moment at which the broker has order.created. A cancel request that nobody decides raises an
alert after ${minutes(times.cancelRequestAlertMs)}.

${table(['status', 'alert after', 'deadline after', 'on expiry', 'cancel by'], overview)}

## What each fact does

${Object.entries(exampleFacts)
  .map(([title, fact]) => sectionOf(title, () => fact, times))
  .join('\n\n')}

${sectionOf('deadline of the status', ({ status }) => ({ kind: 'DEADLINE', of: status }), times)}
`;
}
