import { buildASTSchema, GraphQLError, isObjectType, parse, validateSchema } from 'graphql';
import { readdirSync } from 'node:fs';
import { schemaDirectory, schemaFiles, typeDefsOf } from '../src/index.ts';

const subgraphs = readdirSync(schemaDirectory)
  .filter((file) => file.endsWith('.graphql') && file !== 'supergraph.graphql')
  .map((file) => file.replace('.graphql', ''));

test('a subgraph without a schema is named', () => {
  expect(() => schemaFiles('nowhere')).toThrow('there is no schema of nowhere');
});

test('every subgraph begins with the shared files', () => {
  const files = schemaFiles('orders').map((file) => file.slice(schemaDirectory.length + 1));
  expect(files).toEqual([
    'shared/audit.graphql',
    'shared/errors.graphql',
    'shared/link.graphql',
    'shared/operations.graphql',
    'shared/pages.graphql',
    'shared/scalars.graphql',
    'shared/values.graphql',
    'orders.graphql',
  ]);
});

test.each(subgraphs)('%s: everything has a description, mutations have their payload', (name) => {
  const federation = parse(`
    scalar link__Import scalar federation__Scope scalar FieldSet
    directive @link(url: String!, import: [link__Import]) repeatable on SCHEMA
    directive @composeDirective(name: String!) repeatable on SCHEMA
    directive @key(fields: FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
    directive @shareable on OBJECT | FIELD_DEFINITION
    directive @authenticated on OBJECT | FIELD_DEFINITION
    directive @requiresScopes(scopes: [[federation__Scope!]!]!) on OBJECT | FIELD_DEFINITION
    directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
    directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!]) on FIELD_DEFINITION
  `);
  const own = typeDefsOf(name).definitions.filter((definition) => definition.kind !== 'SchemaExtension');
  const schema = buildASTSchema({
    kind: parse('{a}').kind,
    definitions: [...federation.definitions, ...own],
  });
  expect(
    validateSchema(schema).filter((error: GraphQLError) => !/Query root type/.test(error.message)),
  ).toEqual([]);

  const undescribed: string[] = [];
  for (const definition of own) {
    if (!('name' in definition) || definition.name === undefined) continue;
    const root = ['Query', 'Mutation', 'Subscription'].includes(definition.name.value);
    const reference =
      definition.kind === 'ObjectTypeDefinition' &&
      definition.directives?.some((directive) => directive.name.value === 'key') === true;
    // The grammar has no description for an extension; what it adds is described.
    const extension = definition.kind.endsWith('Extension');
    if (!root && !reference && !extension && !('description' in definition && definition.description))
      undescribed.push(definition.name.value);
    for (const field of 'fields' in definition ? (definition.fields ?? []) : []) {
      if (!field.description) undescribed.push(`${definition.name.value}.${field.name.value}`);
      for (const argument of 'arguments' in field ? (field.arguments ?? []) : []) {
        if (!argument.description)
          undescribed.push(`${definition.name.value}.${field.name.value}(${argument.name.value})`);
      }
    }
    for (const value of 'values' in definition ? (definition.values ?? []) : []) {
      if (!value.description) undescribed.push(`${definition.name.value}.${value.name.value}`);
    }
  }
  expect(undescribed).toEqual([]);

  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const payload = `${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}Payload`;
    expect(String(field.type)).toBe(payload);
    const type = schema.getType(payload);
    expect(isObjectType(type) && String(type.getFields().userErrors?.type)).toBe(
      `[${payload.replace('Payload', 'Error')}!]!`,
    );
  }
});
