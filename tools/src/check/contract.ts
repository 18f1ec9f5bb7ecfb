import { apiSdlOf } from '@nakku/gateway/compose';
import { buildASTSchema, Kind, parse, print, Source, visit } from 'graphql';
import type { ConstDirectiveNode, DocumentNode, GraphQLSchema } from 'graphql';
import { ACCESS_DEFINITIONS, accessDirectiveIn, accessDirectives } from './access.ts';

/** What clients can rely on: the API schema, and who may use what of it. A baseline is one that was released. */
export interface ApiContract {
  /** As a baseline is written: the API schema with its access directives. */
  readonly sdl: string;
  readonly schema: GraphQLSchema;
  readonly access: ReadonlyMap<string, readonly ConstDirectiveNode[]>;
}

const HEADER = `# What clients see, as it was last released. Written by \`npm run schema:check -- --accept\`.\n`;

/** The contract of a composed supergraph. Throws if it cannot be read. */
export function contractOf(supergraphSdl: string): ApiContract {
  const access = accessDirectives(parse(supergraphSdl, { noLocation: true }));
  const api = parse(apiSdlOf(supergraphSdl), { noLocation: true });
  return readContract(HEADER + print(withAccess(api, access)) + '\n' + ACCESS_DEFINITIONS, 'the supergraph');
}

/** A contract as `contractOf` wrote it. Throws GraphQLError if it is not one. */
export function readContract(sdl: string, file: string): ApiContract {
  const document = parse(new Source(sdl, file));
  return { sdl, schema: buildASTSchema(withoutAccess(document)), access: accessDirectives(document) };
}

function withAccess(api: DocumentNode, access: ApiContract['access']): DocumentNode {
  const extended = <T extends { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(
    node: T,
    coordinate: string,
  ): T => ({ ...node, directives: [...(node.directives ?? []), ...(access.get(coordinate) ?? [])] });
  return {
    ...api,
    definitions: api.definitions.map((definition) => {
      switch (definition.kind) {
        case Kind.OBJECT_TYPE_DEFINITION:
        case Kind.INTERFACE_TYPE_DEFINITION: {
          const type = definition.name.value;
          const fields = definition.fields?.map((field) => extended(field, `${type}.${field.name.value}`));
          return extended({ ...definition, fields }, type);
        }
        case Kind.SCALAR_TYPE_DEFINITION:
        case Kind.ENUM_TYPE_DEFINITION:
          return extended(definition, definition.name.value);
        default:
          return definition;
      }
    }),
  };
}

/** Without what is compared by its meaning: see access.ts. */
function withoutAccess(document: DocumentNode): DocumentNode {
  const known = accessDirectiveIn(document);
  const names = new Set(['authenticated', 'requiresScopes', 'policy']);
  return visit(document, {
    Directive: (node) => (known({ ...node, arguments: [] }) ? null : undefined),
    DirectiveDefinition: (node) => (names.has(node.name.value) ? null : undefined),
  });
}
