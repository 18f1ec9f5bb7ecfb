import { getNamedType, isCompositeType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type {
  ConstDirectiveNode,
  DocumentNode,
  FieldNode,
  GraphQLField,
  GraphQLNamedType,
  GraphQLSchema,
} from 'graphql';

/** What `@cacheControl` says; undefined: nothing. Ages in seconds. */
interface Hint {
  readonly maxAge?: number | undefined;
  readonly isPrivate?: boolean | undefined;
  readonly inheritMaxAge?: boolean | undefined;
}

const none: Hint = {};

function hintOf(directives: readonly ConstDirectiveNode[] = []): Hint | undefined {
  const directive = directives.find(({ name }) => name.value === 'cacheControl');
  if (!directive) return undefined;
  const stated = new Map(directive.arguments?.map(({ name, value }) => [name.value, value]));
  const [maxAge, scope, inherit] = [stated.get('maxAge'), stated.get('scope'), stated.get('inheritMaxAge')];
  const isPrivate = scope?.kind === 'EnumValue' ? scope.value === 'PRIVATE' : undefined;
  if (inherit?.kind === 'BooleanValue' && inherit.value) return { inheritMaxAge: true, isPrivate };
  return { maxAge: maxAge?.kind === 'IntValue' ? Number(maxAge.value) : undefined, isPrivate };
}

function hintOfType(type: GraphQLNamedType): Hint {
  return (
    [type.astNode, ...type.extensionASTNodes]
      .map((node) => hintOf(node?.directives))
      .find((hint) => hint !== undefined) ?? none
  );
}

/** The hint of one field with its type, by the rules of Apollo Server's cache control. */
function hintOfField(field: GraphQLField<unknown, unknown>, isRoot: boolean): Hint {
  const target = getNamedType(field.type);
  const ofType = isCompositeType(target) ? hintOfType(target) : none;
  const own = hintOf(field.astNode?.directives) ?? none;
  const inherits = own.inheritMaxAge === true && ofType.maxAge === undefined;
  const maxAge = inherits ? ofType.maxAge : (own.maxAge ?? ofType.maxAge);
  const inheritMaxAge = inherits || ofType.inheritMaxAge === true;
  const isUncached = maxAge === undefined && ((isCompositeType(target) && !inheritMaxAge) || isRoot);
  return { maxAge: isUncached ? 0 : maxAge, isPrivate: own.isPrivate ?? ofType.isPrivate };
}

/**
 * The `Cache-Control` of a response without errors, by the `@cacheControl` of all fields that the document has. Apollo
 * Server reckons with the fields that were in fact resolved, so this may be stricter, never laxer.
 */
export function cacheControlOf(schema: GraphQLSchema, document: DocumentNode): string {
  let maxAge: number | undefined;
  let isPrivate = false;
  const restrict = (hint: Hint): void => {
    if (hint.maxAge !== undefined) maxAge = Math.min(maxAge ?? hint.maxAge, hint.maxAge);
    isPrivate ||= hint.isPrivate === true;
  };
  const types = new TypeInfo(schema);
  const roots = new Set<unknown>([schema.getQueryType(), schema.getMutationType()]);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const field = types.getFieldDef();
        if (!field || field.name.startsWith('__')) return;
        if (field.name === '_entities') for (const hint of entityHints(schema, node)) restrict(hint);
        else restrict(hintOfField(field, roots.has(types.getParentType())));
      },
    }),
  );
  return maxAge ? `max-age=${maxAge}, ${isPrivate ? 'private' : 'public'}` : 'no-store';
}

/** Entities are as cacheable as their types; without a hint of any they are not. */
function entityHints(schema: GraphQLSchema, node: FieldNode): Hint[] {
  const hints = (node.selectionSet?.selections ?? []).flatMap((selection) => {
    const name = selection.kind === 'InlineFragment' ? selection.typeCondition?.name.value : undefined;
    const type = name === undefined ? undefined : schema.getType(name);
    return type ? [hintOfType(type)] : [];
  });
  return hints.some(({ maxAge }) => maxAge !== undefined) ? hints : [{ maxAge: 0 }];
}
