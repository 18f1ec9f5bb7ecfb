import { moveZone } from '../../app/moveZone.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessAllZones } from '../access.ts';
import { knownId } from '../inputs.ts';
import { noZone, zonePayload } from '../payloads.ts';

export const zoneClose: NonNullable<MutationResolvers['zoneClose']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const isVisible = accessAllZones(caller);
  const zoneId = knownId(args.zoneId);
  if (zoneId === null) return noZone();
  return zonePayload(await moveZone(deps, { zoneId, isVisible, to: 'CLOSED' }));
};
