import { diff, DiffRule } from '@graphql-inspector/core';
import type { Change } from '@graphql-inspector/core';
import { exists } from '@nakku/gateway/usage';
import { accessOf, admitsAllOf, describeAccess } from './access.ts';
import type { ApiContract } from './contract.ts';

/** One difference between two contracts. */
export interface ApiChange {
  readonly level: 'breaking' | 'dangerous' | 'safe';
  /** Kind of change: those of GraphQL Inspector, and `ACCESS_NARROWED`, `ACCESS_WIDENED`. */
  readonly rule: string;
  /** Schema coordinate; undefined if it is about the schema as a whole. */
  readonly coordinate: string | undefined;
  readonly message: string;
  readonly reason: string | undefined;
}

/** Everything that differs for clients. Descriptions do not count. */
export async function apiChanges(before: ApiContract, after: ApiContract): Promise<ApiChange[]> {
  const rules = [DiffRule.ignoreDescriptionChanges, DiffRule.simplifyChanges];
  const changes = await diff(before.schema, after.schema, rules);
  return [...changes.flatMap((change) => changeOf(change) ?? []), ...accessChanges(before, after)];
}

const LEVELS: Readonly<Record<string, ApiChange['level']>> = {
  BREAKING: 'breaking',
  DANGEROUS: 'dangerous',
  NON_BREAKING: 'safe',
};

function changeOf(change: Change): ApiChange | undefined {
  const rule = String(change.type);
  // What these say is said by the change of the deprecation itself.
  if (rule.startsWith('DIRECTIVE_USAGE_') && change.path?.includes('@deprecated') === true) return undefined;
  if (/^TYPE_DESCRIPTION_/.test(rule)) return undefined;
  return {
    level: LEVELS[change.criticality.level] ?? 'dangerous',
    rule,
    coordinate: change.path === undefined ? undefined : coordinateOf(change.path, rule),
    message: change.message,
    reason: change.criticality.reason,
  };
}

/** `Query.products.first` is an argument's path; a coordinate writes `Query.products(first:)`. */
function coordinateOf(path: string, rule: string): string | undefined {
  const [type, member, argument] = path.split('.').filter((part) => !part.startsWith('@'));
  if (path.startsWith('@')) return undefined;
  if (type === undefined || member === undefined) return type;
  if (argument === undefined || !rule.includes('ARGUMENT')) return `${type}.${member}`;
  return `${type}.${member}(${argument}:)`;
}

function accessChanges(before: ApiContract, after: ApiContract): ApiChange[] {
  const coordinates = [...new Set([...before.access.keys(), ...after.access.keys()])].sort();
  return coordinates.flatMap((coordinate): ApiChange[] => {
    if (!exists(before.schema, coordinate) || !exists(after.schema, coordinate)) return [];
    const was = accessOf(before.access.get(coordinate));
    const is = accessOf(after.access.get(coordinate));
    const narrowed = !admitsAllOf(is, was);
    if (!narrowed && admitsAllOf(was, is)) return [];
    return [
      {
        level: narrowed ? 'breaking' : 'dangerous',
        rule: narrowed ? 'ACCESS_NARROWED' : 'ACCESS_WIDENED',
        coordinate,
        message: `'${coordinate}' was for ${describeAccess(was)}; now it is for ${describeAccess(is)}`,
        reason: undefined,
      },
    ];
  });
}
