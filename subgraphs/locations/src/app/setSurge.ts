import { setSurge as withSurge, type Surge, type Zone } from '../domain/zone.ts';
import { changeZone, type ZoneChanged } from './changeZone.ts';
import type { Deps } from './deps.ts';

/** Raises or lowers the fee of a zone for a while; null ends it now. */
export function setSurge(
  deps: Pick<Deps, 'platform' | 'now'>,
  command: {
    readonly zoneId: string;
    readonly isVisible: (zone: Zone) => boolean;
    readonly surge: Surge | null;
  },
): Promise<ZoneChanged> {
  return changeZone(deps, command, (zone) => withSurge(zone, command.surge));
}
