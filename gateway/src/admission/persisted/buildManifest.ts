import { getOperationAST, GraphQLError, Kind, parse, print, Source, validate, visit } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { exceededComparisons } from '../../policy/cost/comparisons.ts';
import type { ComparisonLimits } from '../../policy/cost/comparisons.ts';
import { exceededLimit } from '../../federation/limits.ts';
import type { OperationLimits } from '../../federation/limits.ts';
import { sha256 } from './manifest.ts';
import type { Manifest } from './manifest.ts';

/** A file of a client's operations and fragments. */
export interface OperationFile {
  /** For problems. */
  readonly name: string;
  readonly text: string;
}

export interface ManifestOptions {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  /** What the gateway lets pass. */
  readonly limits: OperationLimits & ComparisonLimits;
  /** Whether every selection also asks for `__typename`, as Apollo Client's cache does. */
  readonly withTypename: boolean;
}

export type BuiltManifest =
  | { readonly ok: true; readonly manifest: Manifest }
  /** `file: what is wrong` each. */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * The manifest of a client's operations: each with the fragments that it uses, wherever they are, under the sha256 of its
 * text. What the gateway would refuse is a problem: bad syntax, an invalid or too large operation, one without a name or
 * with another's.
 */
export function buildManifest(files: readonly OperationFile[], o: ManifestOptions): BuiltManifest {
  const problems: string[] = [];
  const parsed = files.flatMap(({ name, text }) => {
    try {
      return [{ name, document: parse(new Source(text, name)) }];
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      problems.push(problemOf(name, error));
      return [];
    }
  });
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const { name, document } of parsed) {
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
      const fragment = definition.name.value;
      if (fragments.has(fragment)) problems.push(`${name}: another fragment is called ${fragment}`);
      fragments.set(fragment, definition);
    }
  }
  const operations = new Map<string, Manifest['operations'][number]>();
  for (const { name, document } of parsed) {
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      const operationName = definition.name?.value;
      if (operationName === undefined) problems.push(`${name}: an operation has no name`);
      else if (operations.has(operationName))
        problems.push(`${name}: another operation is called ${operationName}`);
      else {
        const whole = standalone(definition, fragments);
        problems.push(...refusalsOf(whole, o).map((problem) => `${name}: ${operationName}: ${problem}`));
        const body = print(o.withTypename ? withTypename(whole) : whole);
        operations.set(operationName, {
          id: sha256(body),
          name: operationName,
          type: definition.operation,
          body,
        });
      }
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  const sorted = [...operations.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    ok: true,
    manifest: { format: 'apollo-persisted-query-manifest', version: 1, operations: sorted },
  };
}

function problemOf(file: string, { message, locations }: GraphQLError): string {
  const at = locations?.[0];
  return at ? `${file}:${at.line}:${at.column}: ${message}` : `${file}: ${message}`;
}

/** The operation with the fragments that it reaches, in the order of their names. */
function standalone(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): DocumentNode {
  const reached = new Map<string, FragmentDefinitionNode>();
  const reach = (set: SelectionSetNode): void => {
    visit(set, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || reached.has(name.value)) return;
        reached.set(name.value, fragment);
        reach(fragment.selectionSet);
      },
    });
  };
  reach(operation.selectionSet);
  const used = [...reached.values()].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
  return { kind: Kind.DOCUMENT, definitions: [operation, ...used] };
}

function refusalsOf(document: DocumentNode, { schema, limits }: ManifestOptions): string[] {
  const errors = validate(schema, document).map(({ message }) => message);
  const operation = getOperationAST(document);
  if (!operation) return errors;
  const limit =
    exceededLimit(document, operation, limits)?.limit ?? exceededComparisons(document, operation, limits);
  return limit ? [...errors, `more than ${limits[limit]} ${limit}`] : errors;
}

/** `__typename` in every selection but an operation's own. */
function withTypename(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet(node, _key, parent) {
      const isRoot = parent && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION;
      const has = node.selections.some((s) => s.kind === Kind.FIELD && s.name.value === '__typename');
      if (isRoot || has) return undefined;
      const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
      return { ...node, selections: [...node.selections, typename] };
    },
  });
}
