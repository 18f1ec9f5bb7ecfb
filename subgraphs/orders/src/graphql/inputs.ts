import { idempotencyKeyInput, idInput } from '@nakku/graphql-kit';
import { z } from 'zod';

/** Input of every mutation of one order. */
export const orderActInput = z.object({ orderId: idInput, idempotencyKey: idempotencyKeyInput });
