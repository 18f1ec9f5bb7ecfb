import DataLoader from 'dataloader';

/**
 * A DataLoader for rows by id, one query per tick: `load` returns the rows it found, in any order. What it did not
 * find is null. Make one per request, so that nothing is shared between callers.
 * @param idOf the key of a row; default: its `id`
 */
export function batchLoader<Row extends { readonly id: string }>(
  load: (ids: readonly string[]) => Promise<readonly Row[]>,
): DataLoader<string, Row | null>;
export function batchLoader<Row>(
  load: (ids: readonly string[]) => Promise<readonly Row[]>,
  idOf: (row: Row) => string,
): DataLoader<string, Row | null>;
export function batchLoader<Row>(
  load: (ids: readonly string[]) => Promise<readonly Row[]>,
  idOf: (row: Row) => string | undefined = ownId,
): DataLoader<string, Row | null> {
  return new DataLoader<string, Row | null>(
    async (ids) => {
      const byId = new Map((await load(ids)).map((row) => [idOf(row), row]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { maxBatchSize: 500 },
  );
}

function ownId(row: unknown): string | undefined {
  const isRow = typeof row === 'object' && row !== null && 'id' in row;
  return isRow && typeof row.id === 'string' ? row.id : undefined;
}
