import { notFound, parseInput } from '@nakku/graphql-kit';
import { createZone } from '../../app/createZone.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessAllZones } from '../access.ts';
import { zoneNameTaken } from '../errors.ts';
import { knownId, zoneRulesInput } from '../inputs.ts';

export const zoneCreate: NonNullable<MutationResolvers['zoneCreate']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  accessAllZones(caller);
  const input = parseInput(zoneRulesInput, args.input, ['input']);
  if (!input.ok) return { zone: null, userErrors: input.errors };
  const storeId = knownId(args.input.storeId);
  const { geoJson: area, deliveryHours: weekly, ...rules } = input.value;
  const result =
    storeId === null
      ? { kind: 'no_store' as const }
      : await createZone(deps, { storeId, rules: { ...rules, area, weekly } });
  switch (result.kind) {
    case 'done':
      return { zone: result.zone, userErrors: [] };
    case 'no_store':
      return { zone: null, userErrors: [notFound(['input', 'storeId'], 'store')] };
    case 'name_taken':
      return { zone: null, userErrors: [zoneNameTaken(['input', 'name'])] };
  }
};
