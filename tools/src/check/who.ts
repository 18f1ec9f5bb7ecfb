import type { UsageRecord } from '@nakku/gateway/usage';
import type { StoredOperation } from './operations.ts';

/** Who uses an element of the schema, and whether anybody can know. */
export interface Who {
  /** Stored operations and recorded clients that use it, for people. */
  readonly affected: readonly string[];
  readonly clients: number;
  readonly operations: number;
  /** Whether there is a record of use: without one nobody can say that nothing uses it. */
  readonly isRecorded: boolean;
}

/** An operation and the coordinates that it uses in the schema before the change. */
export interface UsingOperation {
  readonly operation: StoredOperation;
  readonly coordinates: ReadonlySet<string>;
}

/** Finds who would notice that an element changes. */
export function createWho(operations: readonly UsingOperation[], record: UsageRecord | undefined) {
  return (coordinate: string): Who => {
    const isUsed = usesOf(coordinate);
    const stored = operations.filter(({ coordinates }) => [...coordinates].some(isUsed));
    const clients = (record?.clients ?? []).flatMap(({ name, version, coordinates }) => {
      const uses = Object.entries(coordinates).filter(([used]) => isUsed(used));
      if (uses.length === 0) return [];
      const count = uses.reduce((maximum, [, use]) => Math.max(maximum, use.count), 0);
      const last =
        uses
          .map(([, use]) => use.lastUsed)
          .sort()
          .at(-1) ?? '';
      return [{ client: `${name} ${version}`, count, last }];
    });
    clients.sort((a, b) => b.count - a.count);
    return {
      affected: [
        ...stored.map(({ operation }) => describeOperation(operation)),
        ...clients.map(
          ({ client, count, last }) =>
            `${client}: ${count.toLocaleString('en')} request${count === 1 ? '' : 's'}, the last on ${last}`,
        ),
      ],
      clients: clients.length,
      operations: stored.length,
      isRecorded: record !== undefined,
    };
  };
}

/** `schema/operations/01-browse.graphql:2 Browse`. */
export function describeOperation({ place, name, client }: StoredOperation): string {
  const by = client === undefined ? '' : ` of ${client}`;
  return `${place.file}:${place.line} ${name ?? 'without a name'}${by}`;
}

/** A type is used by whoever uses a member of it. */
function usesOf(coordinate: string): (used: string) => boolean {
  if (coordinate.includes('.')) return (used) => used === coordinate;
  return (used) => used === coordinate || used.startsWith(`${coordinate}.`);
}
