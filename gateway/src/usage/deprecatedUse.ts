import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Admitted } from '../request/admitted.ts';
import { removalOf } from './removal.ts';
import type { Removal } from './removal.ts';
import { memberAt } from '../federation/schemaCoordinate.ts';
import { usedBy } from './usedByOperation.ts';

/** A deprecated element that an operation uses. */
export interface DeprecatedUse extends Partial<Removal> {
  readonly coordinate: string;
}

/** Tells a client what it uses that will go: a structured list (RFC 9651), at most {@link MAX_NAMED} members. */
const DEPRECATED_FIELDS_HEADER = 'x-deprecated-fields';
const MAX_NAMED = 20;

/** The deprecated ones among coordinates. */
export function deprecatedAmong(schema: GraphQLSchema, coordinates: readonly string[]): DeprecatedUse[] {
  return coordinates.flatMap((coordinate) => {
    const reason = memberAt(schema, coordinate)?.deprecationReason;
    return reason === undefined || reason === null ? [] : [{ coordinate, ...removalOf(reason) }];
  });
}

const byText = new WeakMap<OperationDefinitionNode, readonly DeprecatedUse[]>();

/** What an admitted operation uses that is deprecated. */
export function deprecatedUses(admitted: Admitted): readonly DeprecatedUse[] {
  const { snapshot, operation } = admitted;
  const used = usedBy(admitted);
  const written = byText.get(operation) ?? deprecatedAmong(snapshot.schema, used.byText);
  byText.set(operation, written);
  if (used.byVariables.length === 0) return written;
  const known = new Set(written.map(({ coordinate }) => coordinate));
  const given = used.byVariables.filter((coordinate) => !known.has(coordinate));
  return [...written, ...deprecatedAmong(snapshot.schema, given)];
}

/** `Product.brand;removal="2027-01-31";use="Product.brandName", …`; nothing if nothing is deprecated. */
export function deprecationHeaders(uses: readonly DeprecatedUse[]): Readonly<Record<string, string>> {
  if (uses.length === 0) return {};
  const named = uses.slice(0, MAX_NAMED).map(
    ({ coordinate, date, replacement }) =>
      // An argument's coordinate has parentheses, which a token may not.
      (coordinate.includes('(') ? `"${coordinate}"` : coordinate) +
      (date === undefined ? '' : `;removal="${date}"`) +
      (replacement === undefined ? '' : `;use="${replacement}"`),
  );
  const more = uses.length > MAX_NAMED ? [`more;count=${uses.length - MAX_NAMED}`] : [];
  return { [DEPRECATED_FIELDS_HEADER]: [...named, ...more].join(', ') };
}
