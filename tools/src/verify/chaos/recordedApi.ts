import { z } from 'zod';
import type { Api } from '../../client/index.ts';
import { Refused } from '../../client/index.ts';
import type { Action, History } from './history.ts';

const keyed = z.object({ input: z.object({ idempotencyKey: z.string() }) });
const keyedOrder = z.object({ input: z.object({ idempotencyKey: z.string(), orderId: z.string() }) });
const ofOrder = z.object({ orderId: z.string() });
const placed = z.object({ order: z.object({ id: z.string() }) });
const cancelled = z.object({ outcome: z.string() });
const state = z.object({ order: z.object({ version: z.number(), status: z.string() }) });

/**
 * By the name of the operation, what it is in the history; others are no part of it. Without data: as it was asked.
 */
const RECORDED: Readonly<Record<string, (variables: unknown, data?: unknown) => Action>> = {
  OrderPlace: (variables, data) => ({
    f: 'place',
    key: keyed.parse(variables).input.idempotencyKey,
    ...(data === undefined ? {} : { orderId: placed.parse(data).order.id }),
  }),
  OrderCancel: (variables, data) => {
    const { idempotencyKey: key, orderId } = keyedOrder.parse(variables).input;
    return { f: 'cancel', key, orderId, ...(data === undefined ? {} : cancelled.parse(data)) };
  },
  OrderEnded: (variables, data) => ({
    f: 'read',
    orderId: ofOrder.parse(variables).orderId,
    ...(data === undefined ? {} : state.parse(data).order),
  }),
};

/** The public API as one customer uses it: each try of an operation that matters is written into the history. */
export function recordedApi(api: Api, history: History, process: string): Api {
  return {
    ...api,
    async execute(operation, variables, token) {
      const action = RECORDED[operation.name];
      if (!action) return api.execute(operation, variables, token);
      const { index: of } = history.add(process, 'invoke', action(variables));
      try {
        const data = await api.execute(operation, variables, token);
        history.add(process, 'ok', action(variables, data), { of });
        return data;
      } catch (error) {
        // A refusal says that nothing was done; anything else may have been done before it failed.
        const type = error instanceof Refused ? 'fail' : 'info';
        const text = error instanceof Error ? error.message : String(error);
        history.add(process, type, action(variables), { of, error: text });
        throw error;
      }
    },
  };
}
