import type { Zone, ZoneDecision, ZoneRefusal } from '../domain/zone.ts';
import { publishZone } from '../events/publish.ts';
import { zoneCellsOf } from '../ports/h3/cells.ts';
import { lockZone, lockZonesOf, replaceCells, saveZone, zoneNamed } from '../store/zones.ts';
import type { Deps } from './deps.ts';

export type ZoneChanged =
  | { readonly kind: 'done'; readonly zone: Zone }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'name_taken' }
  | { readonly kind: 'refused'; readonly refusal: ZoneRefusal };

/**
 * Changes a zone: `decide` sees it under its lock. One that stays as it is gets no event.
 * @param command.isVisible whether the caller may change it; a foreign zone and a missing one are alike
 */
export function changeZone(
  { platform, now }: Pick<Deps, 'platform' | 'now'>,
  command: { readonly zoneId: string; readonly isVisible: (zone: Zone) => boolean },
  decide: (zone: Zone) => ZoneDecision,
): Promise<ZoneChanged> {
  return platform.transaction(async (tx) => {
    const before = await lockZone(tx.db, command.zoneId);
    if (before === null || !command.isVisible(before)) return { kind: 'not_found' };
    const decided = decide(before);
    if ('refused' in decided) return { kind: 'refused', refusal: decided.refused };
    const { zone } = decided;
    if (zone === before) return { kind: 'done', zone };
    if (zone.name !== before.name) {
      await lockZonesOf(tx.db, zone.storeId);
      if ((await zoneNamed(tx.db, zone.storeId, zone.name)) !== null) return { kind: 'name_taken' };
    }
    const at = now();
    await saveZone(tx.db, zone, at);
    if (zone.area !== before.area) await replaceCells(tx.db, zone.zoneId, zoneCellsOf(zone.area));
    publishZone(tx, zone.status === 'CLOSED' ? 'zone.closed' : 'zone.updated', zone, at);
    return { kind: 'done', zone };
  });
}
