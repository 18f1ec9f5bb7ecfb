import { parseInput, requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { followPosition } from '../../dispatch/followPosition.ts';
import type { Position } from '../../domain/courier.ts';
import { judgePosition } from '../../domain/position.ts';
import type { DeliveryService } from '../../service.ts';
import { noCourier } from '../errors.ts';
import { positionInput } from '../input.ts';

/** Reports of one courier that come at the same time are few. */
const TRIES = 5;

/** Takes a position over if it follows the last one; of reports at the same time the newest stays. */
async function takeOver(service: DeliveryService, courierId: string, measured: Position): Promise<boolean> {
  const { positions, positionRules } = service;
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const last = (await positions.lastOf([courierId])).get(courierId) ?? null;
    const verdict = judgePosition(last, measured, positionRules);
    if (verdict.kind === 'dropped') return false;
    if (await positions.replace(courierId, last, verdict.next, verdict.isTrackPoint)) return true;
  }
  return false;
}

/** Where a courier is when off shift is nobody's matter: such a report is dropped, too. */
export const courierPositionReport: MutationResolvers['courierPositionReport'] = async (
  _,
  { input },
  context,
) => {
  const { service } = context;
  requireScope(context.caller, 'positions:write');
  const latest = new Date(service.now().getTime() + service.config.DELIVERY_CLOCK_SKEW_MS);
  const parsed = parseInput(positionInput(latest), input, ['input']);
  if (!parsed.ok) return { isAccepted: null, userErrors: parsed.errors };
  const courier = await context.me();
  if (!courier) return { isAccepted: null, userErrors: [noCourier()] };
  const measured = { location: parsed.value.location, at: parsed.value.at };
  const isAccepted = courier.isOnShift && (await takeOver(service, courier.courierId, measured));
  if (isAccepted) await followPosition(service, courier, measured);
  return { isAccepted, userErrors: [] };
};
