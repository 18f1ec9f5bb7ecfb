import { isDeepStrictEqual } from 'node:util';
import type { GraphQLFormattedError } from 'graphql';
import { hasOpenType, isAsSpecified } from './specification.ts';
import type { Specified } from './specification.ts';

type Path = readonly (string | number)[];

/** What one executor made of an operation. */
export interface Outcome {
  readonly data: unknown;
  readonly errors: readonly GraphQLFormattedError[];
  /** Its requests to subgraphs, without what may be merged and deduplicated. */
  readonly requests: ReadonlySet<string>;
}

/**
 * `same`: as Apollo's executor. `specified`: otherwise than Apollo's, and exactly as the specification's reference
 * executor completes the same data. `wrong`: neither.
 */
export type Verdict =
  { readonly kind: 'same' | 'specified' } | { readonly kind: 'wrong'; readonly reason: string };

/** @param denied errors of authorization */
export function verdictOn(
  ours: Outcome,
  apollo: Outcome,
  specified: Specified,
  denied: readonly GraphQLFormattedError[],
): Verdict {
  const isSame =
    isDeepStrictEqual(ours.data, apollo.data) && isDeepStrictEqual(placesOf(ours), placesOf(apollo));
  const isOpen = hasOpenType(specified.data);
  const isSpecified = isAsSpecified(ours.data, specified.data, apollo.data);
  if (isSame && isDeepStrictEqual(ours.requests, apollo.requests))
    return isSpecified ? { kind: 'same' } : wrong('the data is as Apollo has it and not as specified');
  if (!isSpecified) return wrong('the data is not as specified');
  const known = [...ours.errors, ...denied].map(({ path = [] }) => path);
  const silent = specified.errors.find(
    (path) => !isOpen && !known.some((one) => isOnTheWay(one, nullOnTheWay(ours.data, path))),
  );
  if (silent) return wrong(`no error says why ${silent.join('.')} is null`);
  const pointless = ours.errors.find(
    ({ message, path }) => path !== undefined && !mayBeMended.test(message) && !leadsToNull(ours.data, path),
  );
  if (pointless) return wrong(`nothing is null at ${pointless.path?.join('.')}: ${pointless.message}`);
  return { kind: 'specified' };
}

const wrong = (reason: string): Verdict => ({ kind: 'wrong', reason });

const placesOf = ({ errors }: Outcome): string[] =>
  [...new Set(errors.map(({ path }) => JSON.stringify(path)))].sort();

/** Errors of what another subgraph may have: the whole fetch, and the keys of entities. */
const mayBeMended = / is down$| failed at .*\.(?:id|code)\(\{\}\)$/;

/** The part of a path that leads to the first null in a response; all of it if there is none. */
function nullOnTheWay(data: unknown, path: Path): Path {
  let value: unknown = data;
  for (const [i, key] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, i);
    value = ownValue(value, key);
  }
  return path;
}

function leadsToNull(data: unknown, path: Path): boolean {
  let value: unknown = data;
  for (const key of nullOnTheWay(data, path)) value = ownValue(value, key);
  return value === null || value === undefined;
}

function isOnTheWay(known: Path, path: Path): boolean {
  const length = Math.min(known.length, path.length);
  return known
    .slice(0, length)
    .every((key, i) => key === path[i] || (key === '@' && typeof path[i] === 'number'));
}

/** What every object inherits is in no response. */
function ownValue(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}
