import { parseInput } from '@nakku/graphql-kit';
import { updateZone } from '../../app/updateZone.ts';
import type { ZoneRules } from '../../domain/zone.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessAllZones } from '../access.ts';
import { zoneError, zoneNameTaken } from '../errors.ts';
import { knownId, zoneUpdateInput } from '../inputs.ts';
import { noZone } from '../payloads.ts';

type Given = { readonly [Field in keyof ZoneRules]?: ZoneRules[Field] | undefined };

/** Only what was given. */
const given = (update: Given): Partial<ZoneRules> =>
  Object.fromEntries(Object.entries(update).filter(([, value]) => value !== undefined));

export const zoneUpdate: NonNullable<MutationResolvers['zoneUpdate']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const isVisible = accessAllZones(caller);
  const input = parseInput(zoneUpdateInput, args.input, ['input']);
  if (!input.ok) return { zone: null, userErrors: input.errors };
  const zoneId = knownId(args.zoneId);
  if (zoneId === null) return noZone();
  const { expectedVersion, geoJson: area, deliveryHours: weekly, ...rules } = input.value;
  const update = given({ ...rules, area, weekly });
  const result = await updateZone(deps, { zoneId, isVisible, expectedVersion, update });
  switch (result.kind) {
    case 'done':
      return { zone: result.zone, userErrors: [] };
    case 'not_found':
      return noZone();
    case 'name_taken':
      return { zone: null, userErrors: [zoneNameTaken(['input', 'name'])] };
    case 'refused':
      return { zone: null, userErrors: [zoneError(result.refusal)] };
  }
};
