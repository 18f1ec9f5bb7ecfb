import { parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import { reportPosition } from '../../app/reportPosition.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { noCourier } from '../errors.ts';

/** Latitude and longitude are bounded by their scalars. */
const location = z.object({ latitude: z.number(), longitude: z.number() });

/** @param latest the instant from which a measurement lies in the future */
function inputUntil(latest: Date) {
  return z.object({ location, at: z.date().max(latest, { error: 'must not be in the future' }) });
}

export const courierPositionReport: MutationResolvers['courierPositionReport'] = async (
  _,
  { input },
  { caller, deps },
) => {
  const { userId: courierId } = requireScope(caller, 'positions:write');
  const latest = new Date(deps.now().getTime() + deps.config.DELIVERY_CLOCK_SKEW_MS);
  const parsed = parseInput(inputUntil(latest), input, ['input']);
  if (!parsed.ok) return { isAccepted: null, userErrors: parsed.errors };
  const result = await reportPosition(deps, { courierId, measured: parsed.value });
  if (result.kind === 'done') return { isAccepted: result.isAccepted, userErrors: [] };
  return { isAccepted: null, userErrors: [noCourier()] };
};
