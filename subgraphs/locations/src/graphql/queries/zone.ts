import type { QueryResolvers } from '../../generated/graphql.ts';
import { knownId } from '../inputs.ts';

export const zone: NonNullable<QueryResolvers['zone']> = (_parent, args, { loaders }) => {
  const zoneId = knownId(args.id);
  return zoneId === null ? null : loaders.zones.load(zoneId);
};
