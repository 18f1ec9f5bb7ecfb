import type { Zone, ZoneRules } from '../domain/zone.ts';
import { publishZone } from '../events/publish.ts';
import { zoneCellsOf } from '../ports/h3/cells.ts';
import { currencyOfStore } from '../store/stores.ts';
import { insertZone, lockZonesOf, replaceCells, zoneNamed } from '../store/zones.ts';
import type { Deps } from './deps.ts';

export type ZoneCreated =
  | { readonly kind: 'done'; readonly zone: Zone }
  | { readonly kind: 'no_store' }
  | { readonly kind: 'name_taken'; readonly zone: Zone };

/** Adds a zone to a store. From its first zone on, zones decide where the store delivers, instead of its radius. */
export function createZone(
  { platform, now, newId }: Pick<Deps, 'platform' | 'now' | 'newId'>,
  { storeId, rules }: { readonly storeId: string; readonly rules: ZoneRules },
): Promise<ZoneCreated> {
  const cells = zoneCellsOf(rules.area);
  return platform.transaction(async (tx) => {
    await lockZonesOf(tx.db, storeId);
    const currency = await currencyOfStore(tx.db, storeId);
    if (currency === null) return { kind: 'no_store' };
    const named = await zoneNamed(tx.db, storeId, rules.name);
    if (named !== null) return { kind: 'name_taken', zone: named };
    const at = now();
    const zone: Zone = {
      ...rules,
      zoneId: newId(),
      storeId,
      currency,
      surge: null,
      status: 'ACTIVE',
      version: 1,
    };
    await insertZone(tx.db, zone, at);
    await replaceCells(tx.db, zone.zoneId, cells);
    publishZone(tx, 'zone.created', zone, at);
    return { kind: 'done', zone };
  });
}
