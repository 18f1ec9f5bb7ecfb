import { moveZone as moved, type Zone, type ZoneStatus } from '../domain/zone.ts';
import { changeZone, type ZoneChanged } from './changeZone.ts';
import type { Deps } from './deps.ts';

/** Pauses, resumes or closes a zone. */
export function moveZone(
  deps: Pick<Deps, 'platform' | 'now'>,
  command: {
    readonly zoneId: string;
    readonly isVisible: (zone: Zone) => boolean;
    readonly to: ZoneStatus;
  },
): Promise<ZoneChanged> {
  return changeZone(deps, command, (zone) => moved(zone, command.to));
}
