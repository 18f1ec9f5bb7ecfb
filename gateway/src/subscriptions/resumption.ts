import { Kind, OperationTypeNode, parseType, valueFromASTUntyped } from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
  VariableDefinitionNode,
} from 'graphql';
import type { Admitted } from '../execution/admitted.ts';
import { asInlineFragment, fragmentsOf, standalone } from '../execution/inlining.ts';
import { CURSOR_FIELD, RESUME_ARGUMENT } from '../supergraph/resumable.ts';

/** Names that we add to an operation; clients never see them. */
export const RESUME_VARIABLE = 'nakku_after';
const CURSOR_ALIAS = 'nakku_cursor';

/** A subscription as it is sent upstream. */
export interface Subscribed {
  readonly document: DocumentNode;
  /** The client's, without those that only said where to resume. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly resumable: boolean;
  /** Where the client wants to go on; undefined: from now. */
  readonly after: string | undefined;
  /** The cursor in the data of an event. */
  cursorOf(data: unknown): string | undefined;
}

/**
 * Prepares a subscription for the hub. If its field is `@resumable`, `after` becomes a variable of ours and the
 * cursor is selected under an alias of ours, whatever the client wrote: the hub can then resume by itself, and
 * subscriptions that differ only in where they resume are the same.
 */
export function subscribed(admitted: Admitted): Subscribed {
  const operation = operationOf(admitted);
  const flat = { ...operation, selectionSet: withoutSpreads(operation.selectionSet, admitted) };
  const field = rootField(flat.selectionSet);
  const definition = admitted.snapshot.schema.getSubscriptionType()?.getFields()[field?.name.value ?? ''];
  const argument = definition?.args.find((a) => a.name === RESUME_ARGUMENT);
  if (!field || !definition || !argument || !admitted.snapshot.resumable.has(definition.name)) {
    const document = standalone(flat);
    return {
      document,
      variables: usedVariables(document, admitted),
      resumable: false,
      after: undefined,
      cursorOf: () => undefined,
    };
  }
  const resuming: OperationDefinitionNode = {
    ...flat,
    variableDefinitions: [...(flat.variableDefinitions ?? []), variableOf(String(argument.type))],
    // The field may stand there several times, in fragments too; merged, all must be alike.
    selectionSet: mapFields(flat.selectionSet, (node) =>
      node.name.value === field.name.value ? withCursor(node) : node,
    ),
  };
  const document = standalone(resuming);
  const given = field.arguments?.find((a) => a.name.value === RESUME_ARGUMENT)?.value;
  const variables = { ...defaultsOf(operation), ...admitted.request.variables };
  const after: unknown = given && valueFromASTUntyped(given, variables);
  const key = field.alias?.value ?? field.name.value;
  return {
    document,
    variables: usedVariables(document, admitted),
    resumable: true,
    after: typeof after === 'string' ? after : undefined,
    cursorOf: (data) => textAt(data, [key, CURSOR_ALIAS]),
  };
}

function operationOf(admitted: Admitted): OperationDefinitionNode {
  const wanted = admitted.operation.name?.value;
  const operation = admitted.allowed?.definitions.find(
    (d) =>
      d.kind === Kind.OPERATION_DEFINITION &&
      d.operation === OperationTypeNode.SUBSCRIPTION &&
      d.name?.value === wanted,
  );
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no subscription was admitted');
  return operation;
}

/** Every fragment spread, at any depth, as an inline fragment: the document then needs no definitions beside it. */
function withoutSpreads(set: SelectionSetNode, admitted: Admitted): SelectionSetNode {
  const fragments = fragmentsOf(admitted.allowed ?? admitted.document);
  const flatten = (inner: SelectionSetNode): SelectionSetNode => ({
    ...inner,
    selections: inner.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FIELD) {
        return [
          selection.selectionSet
            ? { ...selection, selectionSet: flatten(selection.selectionSet) }
            : selection,
        ];
      }
      const fragment = asInlineFragment(selection, fragments);
      return fragment ? [{ ...fragment, selectionSet: flatten(fragment.selectionSet) }] : [];
    }),
  });
  return flatten(set);
}

/** The one field of a subscription, which may stand inside of fragments. */
function rootField(set: SelectionSetNode): FieldNode | undefined {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD && !selection.name.value.startsWith('__')) return selection;
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? rootField(selection.selectionSet) : undefined;
    if (inner) return inner;
  }
  return undefined;
}

function mapFields(set: SelectionSetNode, map: (node: FieldNode) => FieldNode): SelectionSetNode {
  return {
    ...set,
    selections: set.selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return map(selection);
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      return { ...selection, selectionSet: mapFields(selection.selectionSet, map) };
    }),
  };
}

function withCursor(field: FieldNode): FieldNode {
  const cursor: FieldNode = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: CURSOR_ALIAS },
    name: { kind: Kind.NAME, value: CURSOR_FIELD },
  };
  return {
    ...field,
    arguments: [
      ...(field.arguments ?? []).filter((a) => a.name.value !== RESUME_ARGUMENT),
      {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: RESUME_ARGUMENT },
        value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: RESUME_VARIABLE } },
      },
    ],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [...(field.selectionSet?.selections ?? []), cursor],
    },
  };
}

function variableOf(type: string): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: RESUME_VARIABLE } },
    // Not given at first, so it must be nullable.
    type: parseType(type.replace(/!$/, ''), { noLocation: true }),
  };
}

function defaultsOf(operation: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap((v) =>
      v.defaultValue ? [[v.variable.name.value, valueFromASTUntyped(v.defaultValue)]] : [],
    ),
  );
}

function usedVariables(document: DocumentNode, admitted: Admitted): Record<string, unknown> {
  const given = admitted.request.variables ?? {};
  const names = document.definitions.flatMap((d) =>
    d.kind === Kind.OPERATION_DEFINITION
      ? (d.variableDefinitions ?? []).map((v) => v.variable.name.value)
      : [],
  );
  return Object.fromEntries(
    names
      .filter((name) => name !== RESUME_VARIABLE && given[name] !== undefined)
      .map((name) => [name, given[name]]),
  );
}

function textAt(data: unknown, path: readonly string[]): string | undefined {
  let value: unknown = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !(key in value)) return undefined;
    value = Object.entries(value).find(([k]) => k === key)?.[1];
  }
  return typeof value === 'string' ? value : undefined;
}
