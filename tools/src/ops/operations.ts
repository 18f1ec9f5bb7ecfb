import { z } from 'zod';
import { mutation, query } from '../client/index.ts';
import type { SubgraphName } from '../system/ports.ts';

const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const waiting = z.object({ kind: z.string(), key: z.string(), since: z.string(), detail: z.string() });
const operationsOf = <Fields extends z.ZodRawShape>(fields: Fields) =>
  z.object({ operations: z.object(fields).nullable() });

/** What has been pending in a service for too long, or has failed. */
export const waitingIn = (service: SubgraphName) =>
  query<{ minutes: number }>()(
    `query Waiting($minutes: Int!) {
      operations: ${service}Operations { waiting(minutes: $minutes) { kind key since detail } }
    }`,
    operationsOf({ waiting: z.array(waiting) }),
  );

const deadLetter = z.object({
  id: z.string(),
  topic: z.string(),
  key: z.string(),
  type: z.string().nullable(),
  error: z.string(),
  attempts: z.number(),
  status: z.string(),
  createdAt: z.string(),
  parkedBehind: z.number(),
});
export type OpenDeadLetter = z.infer<typeof deadLetter> & { readonly service: SubgraphName };

/** The dead letters of a service that wait for a decision. */
export const deadLettersOf = (service: SubgraphName) =>
  query()(
    `query DeadLetters {
      operations: ${service}Operations {
        deadLetters { id topic key type error attempts status createdAt parkedBehind }
      }
    }`,
    operationsOf({ deadLetters: z.array(deadLetter) }),
  );

/** Has a service apply a dead letter now. */
export const redrive = (service: SubgraphName) =>
  mutation<{ id: string }>()(
    `mutation ${capital(service)}DeadLetterRedrive($id: ID!) {
      ${service}DeadLetterRedrive(id: $id) { deadLetter { id status } userErrors { ...Refusal } }
    }`,
    z.object({}),
  );

const reprocessing = z.object({
  id: z.string(),
  finishedAt: z.string().nullable(),
  delivered: z.number(),
  applied: z.number(),
  error: z.string().nullable(),
});
export type Reprocessing = z.infer<typeof reprocessing>;
const REPROCESSING = 'id finishedAt delivered applied error';

/** Has a service take a topic from its beginning again. */
export const reprocess = (service: SubgraphName) =>
  mutation<{ topic: string }>()(
    `mutation ${capital(service)}TopicReprocess($topic: String!) {
      ${service}TopicReprocess(topic: $topic) { topicReprocessing { ${REPROCESSING} } userErrors { ...Refusal } }
    }`,
    z.object({ topicReprocessing: reprocessing }),
  );

export const reprocessingsOf = (service: SubgraphName) =>
  query()(
    `query Reprocessings { operations: ${service}Operations { topicReprocessings { ${REPROCESSING} } } }`,
    operationsOf({ topicReprocessings: z.array(reprocessing) }),
  );

export const openAlerts = query()(
  `query OpenAlerts {
    orderAlerts(first: 100, isOpen: true) { edges { node { raisedAt status message order { id } } } }
  }`,
  z.object({
    orderAlerts: z.object({
      edges: z.array(
        z.object({
          node: z.object({
            raisedAt: z.string(),
            status: z.string(),
            message: z.string(),
            order: z.object({ id: z.string() }),
          }),
        }),
      ),
    }),
  }),
);

export const openOrders = query<{ placedTo: string }>()(
  `query OpenOrders($placedTo: DateTime!) {
    orders(
      first: 50
      filter: {
        isAcrossStores: true
        placedTo: $placedTo
        statuses: [PLACED, RESERVED, CONFIRMED, PACKING, READY, OUT_FOR_DELIVERY, RETURNING]
      }
    ) {
      edges { node { id number status timeline { at } } }
    }
  }`,
  z.object({
    orders: z.object({
      edges: z.array(
        z.object({
          node: z.object({
            id: z.string(),
            number: z.string(),
            status: z.string(),
            timeline: z.array(z.object({ at: z.string() })),
          }),
        }),
      ),
    }),
  }),
);

export const unpaidPayments = query()(
  `query UnpaidPayments {
    payments(first: 100, filter: { statuses: [CAPTURE_FAILED, OVERDUE] }) {
      edges { node { status amount { amount currency } order { id } } }
    }
  }`,
  z.object({
    payments: z.object({
      edges: z.array(
        z.object({
          node: z.object({
            status: z.string(),
            amount: z.object({ amount: z.number(), currency: z.string() }),
            order: z.object({ id: z.string() }),
          }),
        }),
      ),
    }),
  }),
);

export const paymentAlerts = query()(
  `query PaymentAlerts {
    payments(first: 100, filter: { hasAlerts: true }) {
      edges { node { order { id } alerts(isOpen: true) { kind detail createdAt } } }
    }
  }`,
  z.object({
    payments: z.object({
      edges: z.array(
        z.object({
          node: z.object({
            order: z.object({ id: z.string() }),
            alerts: z
              .array(z.object({ kind: z.string(), detail: z.string(), createdAt: z.string() }))
              .nullable(),
          }),
        }),
      ),
    }),
  }),
);

const reconciliation = z
  .object({
    isComplete: z.boolean(),
    differences: z.array(z.object({ kind: z.string(), key: z.string(), detail: z.string() })),
  })
  .nullable();
const RECONCILIATION = 'isComplete differences { kind key detail }';

/** What a service keeps, compared with its counterpart; by the name of the service. */
export const RECONCILIATIONS = {
  inventory: query()(
    `query InventoryReconciliation { reconciliation: inventoryReconciliation { ${RECONCILIATION} } }`,
    z.object({ reconciliation }),
  ),
  payments: query()(
    `query PaymentsReconciliation { reconciliation: paymentsReconciliation { ${RECONCILIATION} } }`,
    z.object({ reconciliation }),
  ),
};
