import type { RawResponse } from '../harness/raw.ts';

/**
 * - `yes`: allowed, or refused for a reason that has nothing to do with rights (a wrong state, a stale version)
 * - `own`: allowed, but without the owner's objects: each sees what is their own
 * - `no`: refused, or the response of a missing object
 * - `—`: nobody has a value here in the scene; an object's field that is null for whoever may see the object
 */
export type Cell = 'yes' | 'own' | 'no' | '—';

const RIGHTS = new Set(['UNAUTHORIZED_FIELD_OR_TYPE', 'FORBIDDEN', 'UNAUTHENTICATED', 'NOT_FOUND']);
/** Responses of a failing system say nothing about permissions. */
const BROKEN = new Set(['INTERNAL_SERVER_ERROR', 'SUBGRAPH_UNAVAILABLE', 'DEADLINE_EXCEEDED']);

function codesOf({ errors }: Pick<RawResponse, 'errors'>): string[] {
  return (errors ?? []).map(({ extensions, message }) => extensions?.code ?? message);
}

/** @throws Error when the response says nothing about rights */
function requireSound(response: RawResponse, what: string): void {
  const strange = codesOf(response).filter((code) => BROKEN.has(code) || !RIGHTS.has(code));
  if (response.status !== 200 || strange.length > 0) {
    throw new Error(`${what}: ${response.status} ${JSON.stringify(response.errors)}`);
  }
}

/** @param holds id of the owner's object in a list */
export function outcomeOfQuery(response: RawResponse, field: string, holds: string | undefined): Cell {
  requireSound(response, field);
  const value: unknown = Object(response.data)[field];
  if (codesOf(response).length > 0 || value === null || value === undefined) return 'no';
  if (holds === undefined) return 'yes';
  return JSON.stringify(value).includes(holds) ? 'yes' : 'own';
}

/** @param refusedBy codes of user errors that mean: not the caller's */
export function outcomeOfMutation(
  response: RawResponse,
  field: string,
  refusedBy: readonly string[] | undefined,
): Cell {
  requireSound(response, field);
  if (codesOf(response).length > 0) return 'no';
  const refusing = ['NOT_FOUND', ...(refusedBy ?? [])].filter(
    () => refusedBy === undefined || refusedBy.length > 0,
  );
  const userErrors: { code?: string }[] = Object(response.data)[field]?.userErrors ?? [];
  return userErrors.some(({ code }) => refusing.includes(code ?? '')) ? 'no' : 'yes';
}

export function outcomeOfSubscription(message: { data?: unknown; refused?: string }, field: string): Cell {
  if (message.data) return 'yes';
  if ([...RIGHTS].some((code) => message.refused?.includes(code))) return 'no';
  throw new Error(`${field}: ${message.refused}`);
}

/** The first object with `id`, or the first at all, at the end of a way. */
function objectIn(data: unknown, id: string | undefined): Record<string, unknown> | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  if (Array.isArray(data)) {
    for (const item of data) {
      const found = objectIn(item, id);
      if (found) return found;
    }
    return undefined;
  }
  if ('matrixId' in data) return id === undefined || data.matrixId === id ? { ...data } : undefined;
  return objectIn(Object.values(data), id);
}

/** For each field of an entity: whether the caller got a value; undefined where the object itself is out of reach. */
export function seenFields(
  responses: readonly { response: RawResponse; id: string | undefined }[],
  fields: readonly string[],
): Record<string, 'value' | 'null' | 'denied' | 'unreached'> {
  const seen: Record<string, 'value' | 'null' | 'denied' | 'unreached'> = {};
  for (const field of fields) seen[field] = 'unreached';
  for (const { response, id } of responses) {
    const object = objectIn(response.data, id);
    if (!object) continue;
    const refused = new Set(
      (response.errors ?? []).filter(({ extensions }) => RIGHTS.has(extensions?.code ?? '')).map(lastOf),
    );
    for (const field of fields) {
      const here = object[field] !== null ? 'value' : refused.has(field) ? 'denied' : 'null';
      if (seen[field] !== 'value' && (here === 'value' || seen[field] === 'unreached')) seen[field] = here;
    }
  }
  return seen;
}

function lastOf(error: Readonly<Record<string, unknown>>): string {
  return Array.isArray(error.path) ? String(error.path.at(-1)) : '';
}
