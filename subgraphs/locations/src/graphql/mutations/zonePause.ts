import { moveZone } from '../../app/moveZone.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessOwnZones } from '../access.ts';
import { knownId } from '../inputs.ts';
import { noZone, zonePayload } from '../payloads.ts';

export const zonePause: NonNullable<MutationResolvers['zonePause']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const isVisible = accessOwnZones(caller);
  const zoneId = knownId(args.zoneId);
  if (zoneId === null) return noZone();
  return zonePayload(await moveZone(deps, { zoneId, isVisible, to: 'PAUSED' }));
};
