import { Kind } from 'graphql';
import type { ConstDirectiveNode, ConstValueNode, DocumentNode } from 'graphql';

interface Link {
  /** The url without its version: `https://specs.apollo.dev/requiresScopes`. */
  readonly specification: string;
  readonly alias: string | undefined;
  /** Imported directive → its name in this document, both without `@`. */
  readonly imports: ReadonlyMap<string, string>;
}

/**
 * How a document calls the directives of the specifications it links (https://specs.apollo.dev/link/v1.0): imported
 * ones by their own or a new name, others as `<feature>__<directive>`, and a directive named like its feature plainly.
 */
export function linkedNames(
  document: DocumentNode,
): (specification: string, directive: string) => string | undefined {
  const links = document.definitions
    .flatMap((d) =>
      d.kind === Kind.SCHEMA_DEFINITION || d.kind === Kind.SCHEMA_EXTENSION ? (d.directives ?? []) : [],
    )
    .filter((d) => d.name.value === 'link')
    .flatMap((d) => linkOf(d) ?? []);
  return (specification, directive) => {
    const link = links.find((l) => l.specification === specification);
    if (!link) return undefined;
    const imported = link.imports.get(directive);
    if (imported !== undefined) return imported;
    const feature = specification.split('/').at(-1) ?? '';
    const namespace = link.alias ?? feature;
    return directive === feature ? namespace : `${namespace}__${directive}`;
  };
}

function linkOf(directive: ConstDirectiveNode): Link | undefined {
  const url = argument(directive, 'url');
  if (url?.kind !== Kind.STRING) return undefined;
  const alias = argument(directive, 'as');
  const imports = argument(directive, 'import');
  return {
    specification: url.value.replace(/\/(v\d+\.\d+\/?)?$/, ''),
    alias: alias?.kind === Kind.STRING ? alias.value : undefined,
    imports: new Map(imports?.kind === Kind.LIST ? imports.values.flatMap(importOf) : []),
  };
}

function importOf(value: ConstValueNode): [string, string][] {
  if (value.kind === Kind.STRING) {
    const name = value.value.replace(/^@/, '');
    return [[name, name]];
  }
  if (value.kind !== Kind.OBJECT) return [];
  const field = (wanted: string) => value.fields.find((f) => f.name.value === wanted)?.value;
  const name = field('name');
  const as = field('as');
  if (name?.kind !== Kind.STRING) return [];
  const local = as?.kind === Kind.STRING ? as.value : name.value;
  return [[name.value.replace(/^@/, ''), local.replace(/^@/, '')]];
}

interface WithArguments<Value> {
  readonly arguments?:
    readonly { readonly name: { readonly value: string }; readonly value: Value }[] | undefined;
}

/** The value of a directive's argument, undefined if it is not given. */
export function argument<Value>(directive: WithArguments<Value>, name: string): Value | undefined {
  return directive.arguments?.find((a) => a.name.value === name)?.value;
}
