import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type {
  ConstDirectiveNode,
  DefinitionNode,
  EnumTypeDefinitionNode,
  EnumTypeExtensionNode,
  FieldDefinitionNode,
  InputValueDefinitionNode,
  StringValueNode,
  TypeDefinitionNode,
} from 'graphql';
import { Kind, parse, print, valueFromASTUntyped } from 'graphql';
import { z } from 'zod';
import { code, generatedFrom, table } from './markdown.ts';

const ROOTS: readonly string[] = ['Query', 'Mutation', 'Subscription'];
const scopesSchema = z.array(z.array(z.string()));

const words = (node: { readonly description?: StringValueNode | undefined }): string =>
  node.description?.value ?? '';

function argument(directive: ConstDirectiveNode, name: string): unknown {
  const found = directive.arguments?.find((one) => one.name.value === name);
  return found && valueFromASTUntyped(found.value);
}

/** Who may use a field, in words; empty: anybody. */
export function rightsOf(directives: readonly ConstDirectiveNode[] = []): string {
  return directives
    .flatMap((directive) => {
      if (directive.name.value === 'authenticated') return ['signed in'];
      if (directive.name.value !== 'requiresScopes') return [];
      const scopes = scopesSchema.parse(argument(directive, 'scopes'));
      return [scopes.map((all) => all.map(code).join(' and ')).join(' or ')];
    })
    .join('; ');
}

function notesOf(directives: readonly ConstDirectiveNode[] = []): string {
  return directives
    .flatMap((directive) => {
      if (directive.name.value === 'resumable') return ['**Resumable** by `after`.'];
      if (directive.name.value === 'idempotent') return ['**Idempotent** by its key.'];
      if (directive.name.value === 'oneOf') return ['Exactly one field is given.'];
      if (directive.name.value !== 'deprecated') return [];
      return [`**Deprecated.** ${String(argument(directive, 'reason') ?? '')}`];
    })
    .join(' ');
}

const described = (node: FieldDefinitionNode | InputValueDefinitionNode): string =>
  [words(node), notesOf(node.directives)].filter((part) => part !== '').join(' ');

function operation(field: FieldDefinitionNode): string {
  const rights = rightsOf(field.directives);
  const facts = [described(field), rights === '' ? 'For anybody.' : `For: ${rights}.`];
  const given = field.arguments ?? [];
  const rows = given.map((one) => [
    code(one.name.value),
    code(print(one.type)) + (one.defaultValue ? ` = ${code(print(one.defaultValue))}` : ''),
    described(one),
  ]);
  return [
    `### ${field.name.value}`,
    `${code(`${field.name.value}: ${print(field.type)}`)}`,
    facts.join(' '),
    ...(rows.length > 0 ? [table(['argument', 'type', ''], rows)] : []),
  ].join('\n\n');
}

function fieldRows(fields: readonly (FieldDefinitionNode | InputValueDefinitionNode)[]): string {
  const rows = fields.map((field) => {
    const given = field.kind === Kind.FIELD_DEFINITION ? (field.arguments ?? []) : [];
    const takes =
      given.length === 0 ? '' : `(${given.map((one) => `${one.name.value}: ${print(one.type)}`).join(', ')})`;
    return [
      code(`${field.name.value}${takes}`),
      code(print(field.type)),
      described(field),
      rightsOf(field.directives),
    ];
  });
  return table(['field', 'type', '', 'for'], rows);
}

const enumRows = (node: EnumTypeDefinitionNode | EnumTypeExtensionNode): string =>
  table(
    ['value', ''],
    (node.values ?? []).map((value) => [code(value.name.value), words(value)]),
  );

function typeBody(node: TypeDefinitionNode): string[] {
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return [fieldRows(node.fields ?? [])];
    case Kind.ENUM_TYPE_DEFINITION:
      return [enumRows(node)];
    case Kind.UNION_TYPE_DEFINITION:
      return [`One of ${(node.types ?? []).map((type) => code(type.name.value)).join(', ')}.`];
    case Kind.SCALAR_TYPE_DEFINITION:
      return [];
  }
}

const KINDS: Readonly<Record<TypeDefinitionNode['kind'], string>> = {
  ObjectTypeDefinition: 'type',
  InterfaceTypeDefinition: 'interface',
  InputObjectTypeDefinition: 'input',
  EnumTypeDefinition: 'enum',
  UnionTypeDefinition: 'union',
  ScalarTypeDefinition: 'scalar',
};

function isType(node: DefinitionNode): node is TypeDefinitionNode {
  return Object.hasOwn(KINDS, node.kind);
}

/** A type of another subgraph, named here by its key only. */
const isReference = (node: TypeDefinitionNode): boolean =>
  (node.directives ?? []).some(
    (directive) => directive.name.value === 'key' && argument(directive, 'resolvable') === false,
  );

function typeSection(node: TypeDefinitionNode): string {
  const rights = rightsOf(node.directives);
  const facts = [words(node), notesOf(node.directives), rights === '' ? '' : `For: ${rights}.`];
  return [
    `### ${node.name.value}`,
    [`${KINDS[node.kind]}.`, ...facts].filter((part) => part !== '').join(' '),
    ...typeBody(node),
  ].join('\n\n');
}

/** What a file adds to an enum of the shared files. */
const extensionSection = (node: EnumTypeExtensionNode): string =>
  [`### ${node.name.value}`, 'enum. The values that are added here.', enumRows(node)].join('\n\n');

function pageOf(title: string, source: string, definitions: readonly DefinitionNode[]): string {
  const sections = ROOTS.flatMap((root) => {
    const fields = definitions.flatMap((node) =>
      (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) &&
      node.name.value === root
        ? (node.fields ?? [])
        : [],
    );
    return fields.length === 0 ? [] : [`## ${root}`, ...fields.map(operation)];
  });
  const types = definitions
    .filter(isType)
    .filter((node) => !ROOTS.includes(node.name.value) && !isReference(node));
  const added = definitions.filter((node) => node.kind === Kind.ENUM_TYPE_EXTENSION);
  return [
    generatedFrom(source),
    `# ${title}`,
    ...sections,
    '## Types',
    ...types.map(typeSection),
    ...added.map(extensionSection),
    '',
  ].join('\n\n');
}

/** The schema reference: a page per subgraph, one for what all share, and an index of every operation. */
export function schemaPages(schemaFolder: string): Map<string, string> {
  const definitionsIn = (file: string): readonly DefinitionNode[] =>
    parse(readFileSync(path.join(schemaFolder, file), 'utf8')).definitions;
  const inFolder = (folder: string): string[] =>
    readdirSync(path.join(schemaFolder, folder))
      .filter((file) => file.endsWith('.graphql') && file !== 'supergraph.graphql')
      .sort();
  const pages = new Map<string, string>();
  const rows: string[][] = [];
  for (const file of inFolder('.')) {
    const name = path.basename(file, '.graphql');
    const definitions = definitionsIn(file);
    pages.set(`docs/schema/${name}.md`, pageOf(`Schema of ${name}`, `schema/${file}`, definitions));
    for (const root of ROOTS)
      for (const node of definitions)
        if (
          (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) &&
          node.name.value === root
        )
          for (const field of node.fields ?? [])
            rows.push([
              root.toLowerCase(),
              `[${field.name.value}](${name}.md#${field.name.value.toLowerCase()})`,
              words(field).split('\n')[0] ?? '',
              rightsOf(field.directives),
            ]);
  }
  const shared = inFolder('shared').flatMap((file) => definitionsIn(path.join('shared', file)));
  pages.set('docs/schema/shared.md', pageOf('What all subgraphs share', 'schema/shared', shared));
  const order = (root = ''): number => ROOTS.findIndex((one) => one.toLowerCase() === root);
  rows.sort((a, b) => order(a[0]) - order(b[0]) || (a[1] ?? '').localeCompare(b[1] ?? ''));
  pages.set(
    'docs/schema/README.md',
    [
      generatedFrom('schema/*.graphql'),
      '# Schema reference',
      'Every operation of the one API, with who may use it. Types stand on the page of the subgraph that owns them; ' +
        '[what all share](shared.md) are scalars, values, pages and errors. GraphiQL shows the same, with search.',
      table(['', 'operation', '', 'for'], rows),
      '',
    ].join('\n\n'),
  );
  return pages;
}
