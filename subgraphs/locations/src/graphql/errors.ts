import { invalidInput, type InvalidInput, versionConflict, type VersionConflict } from '@nakku/graphql-kit';
import type { ZoneRefusal } from '../domain/zone.ts';
import type { ZoneNameTakenError } from '../generated/graphql.ts';

export type ZoneNameTaken = ZoneNameTakenError & { readonly __typename: 'ZoneNameTakenError' };

/** The store has another zone of this name. */
export function zoneNameTaken(path: string[]): ZoneNameTaken {
  return {
    __typename: 'ZoneNameTakenError',
    message: 'The store has another zone of this name.',
    code: 'ZONE_NAME_TAKEN',
    path,
  };
}

export const zoneClosed = (): InvalidInput =>
  invalidInput(['zoneId'], 'The zone is closed for good.', 'ZONE_CLOSED');

/** A zone that may not be changed. */
export function zoneError(refusal: ZoneRefusal): InvalidInput | VersionConflict {
  switch (refusal.kind) {
    case 'closed':
      return zoneClosed();
    case 'version_conflict':
      return versionConflict(['input', 'expectedVersion'], refusal.currentVersion);
  }
}
