import {
  invalidInput,
  type InvalidInput,
  versionConflict,
  type VersionConflict,
  userError,
} from '@nakku/graphql-kit';
import type { ZoneRefusal } from '../domain/zone.ts';
import type { ZoneNameTakenError } from '../generated/graphql.ts';

export type ZoneNameTaken = ZoneNameTakenError & { readonly __typename: 'ZoneNameTakenError' };

/** The store has another zone of this name. */
export function zoneNameTaken(path: string[]): ZoneNameTaken {
  return userError('ZoneNameTakenError', 'ZONE_NAME_TAKEN', path, 'The store has another zone of this name.');
}

export const zoneClosed = (): InvalidInput<'ZONE_CLOSED'> =>
  invalidInput(['zoneId'], 'The zone is closed for good.', 'ZONE_CLOSED');

/** A zone that may not be changed. */
export function zoneError(refusal: ZoneRefusal): InvalidInput<'ZONE_CLOSED'> | VersionConflict {
  switch (refusal.kind) {
    case 'closed':
      return zoneClosed();
    case 'version_conflict':
      return versionConflict(['input', 'expectedVersion'], refusal.currentVersion);
  }
}
