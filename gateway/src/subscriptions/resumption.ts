import { getNamedType, isObjectType, Kind, OperationTypeNode, valueFromASTUntyped } from 'graphql';
import type { DocumentNode, GraphQLOutputType, OperationDefinitionNode } from 'graphql';
import type { Admitted } from '../request/admitted.ts';
import { standalone } from '../federation/inlining.ts';
import { RESUME_ARGUMENT, SNAPSHOT_FIELD } from '../federation/resumable.ts';
import {
  CURSOR_ALIAS,
  mapFields,
  RESUME_VARIABLE,
  rootField,
  variableOf,
  withCursor,
  withoutSpreads,
} from './resumingDocument.ts';

/** What of a subscription depends on its text alone. */
interface Shape {
  readonly document: DocumentNode;
  /** Of the document's variables, without ours. */
  readonly variableNames: readonly string[];
  readonly resumable: boolean;
  /** Whether it begins with a snapshot on each connection, as its payload's `isSnapshot` says. */
  readonly beginsWithSnapshot: boolean;
  /** The cursor in the data of an event. */
  cursorOf(data: unknown): string | undefined;
  /** Where a client with these variables wants to go on; undefined: from now. */
  afterOf(variables: Readonly<Record<string, unknown>>): string | undefined;
}

/** A subscription as it is sent upstream. */
export interface Subscribed extends Omit<Shape, 'variableNames' | 'afterOf'> {
  /** The client's, without those that only said where to resume. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Where the client wants to go on; undefined: from now. */
  readonly after: string | undefined;
}

const shapes = new WeakMap<DocumentNode, Map<string, Shape>>();

/**
 * Prepares a subscription for the hub. If its field is `@resumable`, `after` becomes a variable of ours and the
 * cursor is selected under an alias of ours, whatever the client wrote: the hub can then resume by itself, and
 * subscriptions that differ only in where they resume are the same.
 */
export function subscribed(admitted: Admitted): Subscribed {
  const { variableNames, afterOf, ...shape } = rememberedShape(admitted);
  const given = admitted.request.variables ?? {};
  const used = variableNames.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]);
  return { ...shape, variables: Object.fromEntries(used), after: afterOf(given) };
}

function rememberedShape(admitted: Admitted): Shape {
  const document = admitted.allowed ?? admitted.document;
  const ofDocument = shapes.get(document) ?? new Map<string, Shape>();
  shapes.set(document, ofDocument);
  const name = admitted.operation.name?.value ?? '';
  const shape = ofDocument.get(name) ?? shapeOf(admitted);
  ofDocument.set(name, shape);
  return shape;
}

function shapeOf(admitted: Admitted): Shape {
  const operation = operationOf(admitted);
  const flat = { ...operation, selectionSet: withoutSpreads(operation.selectionSet, admitted) };
  const field = rootField(flat.selectionSet);
  const definition = admitted.snapshot.schema.getSubscriptionType()?.getFields()[field?.name.value ?? ''];
  const argument = definition?.args.find((a) => a.name === RESUME_ARGUMENT);
  if (!field || !definition || !argument || !admitted.snapshot.resumable.has(definition.name)) {
    const document = standalone(flat);
    return {
      document,
      variableNames: variableNamesOf(document),
      resumable: false,
      beginsWithSnapshot: definition !== undefined && hasSnapshotFlag(definition.type),
      cursorOf: () => undefined,
      afterOf: () => undefined,
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
  const defaults = defaultsOf(operation);
  const key = field.alias?.value ?? field.name.value;
  return {
    document,
    variableNames: variableNamesOf(document),
    resumable: true,
    beginsWithSnapshot: false,
    cursorOf: (data) => textAt(data, [key, CURSOR_ALIAS]),
    afterOf(variables) {
      const after: unknown = given && valueFromASTUntyped(given, { ...defaults, ...variables });
      return typeof after === 'string' ? after : undefined;
    },
  };
}

function hasSnapshotFlag(payload: GraphQLOutputType): boolean {
  const type = getNamedType(payload);
  return isObjectType(type) && SNAPSHOT_FIELD in type.getFields();
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

function defaultsOf(operation: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap((v) =>
      v.defaultValue ? [[v.variable.name.value, valueFromASTUntyped(v.defaultValue)]] : [],
    ),
  );
}

function variableNamesOf(document: DocumentNode): string[] {
  return document.definitions
    .flatMap((d) => (d.kind === Kind.OPERATION_DEFINITION ? (d.variableDefinitions ?? []) : []))
    .map((v) => v.variable.name.value)
    .filter((name) => name !== RESUME_VARIABLE);
}

function textAt(data: unknown, path: readonly string[]): string | undefined {
  let value: unknown = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !(key in value)) return undefined;
    value = Object.entries(value).find(([k]) => k === key)?.[1];
  }
  return typeof value === 'string' ? value : undefined;
}
