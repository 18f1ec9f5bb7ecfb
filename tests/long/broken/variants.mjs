// Mistakes that must not go unseen: each is one piece of the built program, replaced while it is loaded (hooks.mjs).
// Nothing of this is in the product; what is replaced must be there exactly once, or the service does not start.

/** @type {Record<string, { file: string; find: string; put: string }>} */
export const VARIANTS = {
  /** Events are applied whenever they come: again, and in any order. */
  'inbox off': {
    file: '/packages/messaging/dist/consumer/positions.js',
    find: 'c.eventId);\n    return row;',
    put: 'c.eventId);\n    return { parked: 0, fresh: true, ...(row && { parked: row.parked }) };',
  },
  /** The outbox says published before the broker has it. */
  'marked before published': {
    file: '/packages/messaging/dist/outbox/relay.js',
    find: "await failpoint('relay.mid-batch'",
    put: "await lanes.query(mark, [rows.map((row) => row.id)]);\n        await failpoint('relay.mid-batch'",
  },
  /** A repeated authorisation is a new one to the provider. */
  'no provider key': {
    file: '/subgraphs/payments/dist/ports/stripe/stripeProvider.js',
    find: '{ idempotencyKey: request.idempotencyKey }',
    put: '{}',
  },
  /** Stock items are locked in an order that differs from order to order. */
  'unsorted locks': {
    file: '/subgraphs/inventory/dist/store/reserve.js',
    find: 'ORDER BY s.id\n      FOR NO KEY UPDATE OF s',
    put: 'ORDER BY md5(s.id::text || ${orderId})\n      FOR NO KEY UPDATE OF s',
  },
  /** Stock is reserved whether it is there or not. */
  'reservation without condition': {
    file: '/subgraphs/inventory/dist/store/reserve.js',
    find: 'WHERE coalesce(l.free, 0) < w.quantity\n      ) AS reserved',
    put: 'WHERE false\n      ) AS reserved',
  },
  /** A subscription that resumes goes on with what is new. */
  'no catch-up': {
    file: '/packages/graphql-kit/dist/live/resumable.js',
    find: 'let position = resumeFrom ?? latest.sequence;',
    put: 'let position = latest.sequence;',
  },
};
