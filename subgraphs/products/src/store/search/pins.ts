import type { SearchPins } from '../../domain/search/pins.ts';
import { foldedKey } from '../../domain/search/tokens.ts';
import type { Tx } from '../database.ts';

/** Products that come first in a search. */
export async function pinnedProducts(db: Tx, search: string): Promise<string[]> {
  return (await findPins(db, search))?.productIds ?? [];
}

/** The pins of a search, whatever its case and accents. Null: it has none. */
export async function findPins(db: Tx, search: string): Promise<SearchPins | null> {
  const found = await db.searchPin.findUnique({ where: { key: foldedKey(search) } });
  if (found === null) return null;
  const { key: _, ...pins } = found;
  return pins;
}

/** Writes the pins of a search in place of what it had. */
export async function savePins(db: Tx, pins: SearchPins): Promise<SearchPins> {
  const { id, ...columns } = pins;
  const key = foldedKey(pins.search);
  const { key: _, ...saved } = await db.searchPin.upsert({
    where: { key },
    create: { id, key, ...columns },
    update: columns,
  });
  return saved;
}
