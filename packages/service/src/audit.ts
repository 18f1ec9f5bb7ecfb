import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** A field that an act changed; the values are JSON, null if there was none before or is none after. */
export const auditChange = z.object({
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type AuditChange = Readonly<z.infer<typeof auditChange>>;

/**
 * An act of an administrator, or a sign-in. Each service keeps its own in a table `audit_entries (id uuid, at timestamptz,
 * action text, actor_id uuid, subject_id uuid, ip text, changes jsonb)`, written in the transaction of the act.
 */
export interface AuditEntry<Action extends string = string> {
  /** A UUIDv7: entries are listed by it. */
  readonly id: string;
  readonly at: Date;
  readonly action: Action;
  /** The user who acted; null for an operator's command and for somebody who is not signed in. */
  readonly actorId: string | null;
  /** The object of the act; null if there is none. */
  readonly subjectId: string | null;
  /** The client's network address, where it matters. */
  readonly ip: string | null;
  readonly changes: readonly AuditChange[];
}

/** The fields that differ between two states of an object; `before` is null for a new one. */
export function changesBetween<State extends object>(
  before: State | null,
  after: State,
  fields: readonly (keyof State & string)[],
): AuditChange[] {
  return fields.flatMap((field) => {
    const [old, now] = [before?.[field], after[field]];
    if (isDeepStrictEqual(old ?? null, now ?? null)) return [];
    return [{ field, before: jsonOf(old), after: jsonOf(now) }];
  });
}

const jsonOf = (value: unknown): string | null => (value == null ? null : JSON.stringify(value));

/** Which entries to list: all conditions that are not null hold. */
export interface AuditFilter<Action extends string = string> {
  readonly actorId: string | null;
  readonly subjectId: string | null;
  readonly action: Action | null;
}

/** The filter of an audit log for Prisma; entries are ordered by id, newest first. */
export function auditQuery(
  { actorId, subjectId, action }: AuditFilter,
  page: { readonly cursor: string | null; readonly backward: boolean; readonly limit: number },
) {
  const { cursor, backward, limit } = page;
  return {
    where: {
      ...(actorId === null ? {} : { actorId }),
      ...(subjectId === null ? {} : { subjectId }),
      ...(action === null ? {} : { action }),
      ...(cursor === null ? {} : { id: backward ? { gt: cursor } : { lt: cursor } }),
    },
    orderBy: { id: backward ? ('asc' as const) : ('desc' as const) },
    take: limit + 1,
  };
}
