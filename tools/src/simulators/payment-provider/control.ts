import type { Books } from './books.ts';
import { faultsSchema } from './faults.ts';
import type { FaultDice } from './faults.ts';
import type { PlainResponse, PlainRequest } from './server.ts';

const PAGE_MAX = 10_000;

const json = (status: number, value: unknown): PlainResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

/**
 * What only the simulator has, below `/_sim`:
 * - `GET /_sim/summary?order=<id>`: per order what was authorised, captured, refunded and is still held;
 * - `GET /_sim/ledger?after=<seq>&limit=<n>`: the ledger, oldest first;
 * - `GET /_sim/faults`, `POST /_sim/faults`: the faults in force; a POST replaces them all.
 */
export function control(o: { books: Books; faults: FaultDice }, request: PlainRequest): PlainResponse {
  const query = new URLSearchParams(request.query);
  switch (`${request.method} ${request.path}`) {
    case 'GET /_sim/summary':
      return json(200, {
        orders: o.books.totals.read(query.get('order') ?? undefined),
        undeliveredWebhooks: o.books.undelivered.size,
      });
    case 'GET /_sim/ledger': {
      const after = Number(query.get('after') ?? 0);
      const limit = Math.min(Number(query.get('limit') ?? PAGE_MAX), PAGE_MAX);
      const entries = o.books.ledger.filter((entry) => entry.seq > after).slice(0, limit);
      return json(200, { entries });
    }
    case 'GET /_sim/faults':
      return json(200, o.faults.settings);
    case 'POST /_sim/faults':
      return setFaults(o.faults, request.body);
    default:
      return json(404, { error: 'not found' });
  }
}

function setFaults(faults: FaultDice, body: string): PlainResponse {
  let value: unknown;
  try {
    value = JSON.parse(body === '' ? '{}' : body);
  } catch {
    return json(400, { error: 'the body must be JSON' });
  }
  const parsed = faultsSchema.safeParse(value);
  if (!parsed.success) return json(400, { error: parsed.error.issues.map((issue) => issue.message) });
  faults.set(parsed.data);
  return json(200, faults.settings);
}
