import type { Point } from '@nakku/geo';
import { type Serviceability, serviceabilityAt } from '../domain/serviceability.ts';
import { zoneCellOf } from '../ports/h3/cells.ts';
import { deliveringStores } from '../store/stores.ts';
import { zonesAt } from '../store/zones.ts';
import type { Deps } from './deps.ts';

/** Who delivers to a point now, or why nobody does. */
export async function serviceability(
  { db, now, promise }: Pick<Deps, 'db' | 'now' | 'promise'>,
  point: Point,
): Promise<Serviceability> {
  const [candidates, stores] = await Promise.all([zonesAt(db, zoneCellOf(point)), deliveringStores(db)]);
  return serviceabilityAt({ candidates, stores }, point, now(), promise);
}
