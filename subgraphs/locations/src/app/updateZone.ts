import { updateZone as updated, type Zone, type ZoneRules } from '../domain/zone.ts';
import { changeZone, type ZoneChanged } from './changeZone.ts';
import type { Deps } from './deps.ts';

/** Changes what is given of a zone. */
export function updateZone(
  deps: Pick<Deps, 'platform' | 'now'>,
  command: {
    readonly zoneId: string;
    readonly isVisible: (zone: Zone) => boolean;
    readonly expectedVersion: number;
    readonly update: Partial<ZoneRules>;
  },
): Promise<ZoneChanged> {
  const { expectedVersion, update, ...of } = command;
  return changeZone(deps, of, (zone) => updated(zone, expectedVersion, update));
}
