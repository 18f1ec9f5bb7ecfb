import { type InvalidInput, type NotFound, notFound } from '@nakku/graphql-kit';
import type { ZoneChanged } from '../app/changeZone.ts';
import type { Zone } from '../domain/zone.ts';
import { zoneClosed } from './errors.ts';

export const noZone = (): { zone: null; userErrors: NotFound[] } => ({
  zone: null,
  userErrors: [notFound(['zoneId'], 'zone')],
});

/** What a change that needs no version and no name responds with: pausing, resuming, closing, a surge. */
export function zonePayload(result: ZoneChanged): {
  zone: Zone | null;
  userErrors: (NotFound | InvalidInput<'ZONE_CLOSED'>)[];
} {
  switch (result.kind) {
    case 'done':
      return { zone: result.zone, userErrors: [] };
    case 'not_found':
      return noZone();
    case 'refused':
      return { zone: null, userErrors: [zoneClosed()] };
    case 'name_taken':
      throw new Error('a change that keeps the name of a zone found it taken');
  }
}
