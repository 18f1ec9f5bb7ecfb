import DataLoader from 'dataloader';

/**
 * A DataLoader for rows by id, one query per tick: `load` returns the rows it found, in any order. What it did not
 * find is null. Make one per request, so that nothing is shared between callers.
 */
export function batchLoader<Row>(
  load: (ids: readonly string[]) => Promise<readonly Row[]>,
  idOf: (row: Row) => string,
): DataLoader<string, Row | null> {
  return new DataLoader<string, Row | null>(
    async (ids) => {
      const byId = new Map((await load(ids)).map((row) => [idOf(row), row]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { maxBatchSize: 500 },
  );
}
