import { parseInput, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { setSurge } from '../../app/setSurge.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessOwnZones } from '../access.ts';
import { knownId } from '../inputs.ts';
import { noZone, zonePayload } from '../payloads.ts';

const MAX_AHEAD_MS = 7 * 24 * 3_600_000;

const inputSchema = (now: Date) =>
  z
    .object({
      percent: wholeInput(1, 1000),
      until: z.date().refine((until) => until > now && until.getTime() <= now.getTime() + MAX_AHEAD_MS, {
        error: 'must be in the future, at most 7 days ahead',
      }),
    })
    .nullish()
    .transform((surge) => surge ?? null);

export const zoneSurgeSet: NonNullable<MutationResolvers['zoneSurgeSet']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const isVisible = accessOwnZones(caller);
  const input = parseInput(inputSchema(deps.now()), args.surge, ['surge']);
  if (!input.ok) return { zone: null, userErrors: input.errors };
  const zoneId = knownId(args.zoneId);
  if (zoneId === null) return noZone();
  return zonePayload(await setSurge(deps, { zoneId, isVisible, surge: input.value }));
};
