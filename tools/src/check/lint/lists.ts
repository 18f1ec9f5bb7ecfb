import { argument } from '@nakku/gateway/compose';
import { Kind, print } from 'graphql';
import type { ConstValueNode } from 'graphql';
import { isList, isOutput, namedType } from './lintedSchema.ts';
import type { LintedSchema, OutputField } from './lintedSchema.ts';
import type { LintProblem, LintRule } from './rule.ts';

const CONNECTION = /Connection$/;
/** A mutation returns at most one error per argument. */
const BOUNDED_BY_REQUEST = 'userErrors';

/** Demand control can only count what says its size. Lists of scalars cost nothing there. */
const unboundedList: LintRule = {
  name: 'unbounded-list',
  title: 'A list of objects says how long it gets with @listSize; one that can grow is a connection.',
  check: (schema) =>
    schema.outputFields.flatMap(({ type, field, coordinate }) => {
      if (!isList(field.type) || !isComposite(schema, namedType(field.type).name.value)) return [];
      if (field.name.value === BOUNDED_BY_REQUEST || CONNECTION.test(type)) return [];
      if (schema.federated(field, 'listSize')) return [];
      return [
        {
          node: field,
          subject: coordinate,
          message: `${coordinate} is a list without @listSize`,
          consequence: 'Demand control counts it as one object, however long it is.',
          advice: 'Say @listSize(assumedSize: …) and the limit in the description, or make it a connection.',
        },
      ];
    }),
};

function isComposite(schema: LintedSchema, type: string): boolean {
  return (schema.types.get(type) ?? []).some((d) => isOutput(d) || /^UnionType/.test(d.kind));
}

const PAGE_ARGUMENTS = { first: 'Int', after: 'String', last: 'Int', before: 'String' } as const;

/** Relay's pages, with the size of the page as the size of the list. */
const connection: LintRule = {
  name: 'connection',
  title: 'A connection is Relay’s: first, after, last, before; edges and pageInfo; sized by first and last.',
  check: (schema) => [
    ...schema.outputFields.flatMap((f) => pageProblems(schema, f)),
    ...shapeProblems(schema),
  ],
};

function pageProblems(schema: LintedSchema, { field, coordinate }: OutputField): LintProblem[] {
  if (!CONNECTION.test(namedType(field.type).name.value)) return [];
  const problem = (message: string, advice: string): LintProblem => ({
    node: field,
    subject: coordinate,
    message: `${coordinate} ${message}`,
    advice,
  });
  const missing = Object.entries(PAGE_ARGUMENTS).filter(
    ([name, type]) => !field.arguments?.some((a) => a.name.value === name && print(a.type) === type),
  );
  const size = schema.federated(field, 'listSize');
  const isSized =
    size !== undefined &&
    stringsIn(argument(size, 'slicingArguments')).join() === 'first,last' &&
    stringsIn(argument(size, 'sizedFields')).includes('edges');
  return [
    ...missing.map(([name, type]) =>
      problem(`has no argument ${name}: ${type}`, `Add it, nullable, with a description.`),
    ),
    ...(isSized
      ? []
      : [
          problem(
            'does not say its size',
            'Say @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges"]).',
          ),
        ]),
  ];
}

function shapeProblems(schema: LintedSchema): LintProblem[] {
  return [...schema.types].flatMap(([name, definitions]) => {
    const [definition] = definitions.filter(isOutput);
    if (!definition || !CONNECTION.test(name)) return [];
    const edge = name.replace(CONNECTION, 'Edge');
    const wanted = { edges: `[${edge}!]!`, pageInfo: 'PageInfo!' };
    return Object.entries(wanted).flatMap(([field, type]) =>
      definition.fields?.some((f) => f.name.value === field && print(f.type) === type)
        ? []
        : [
            {
              node: definition,
              subject: name,
              message: `${name} has no field ${field}: ${type}`,
              advice: 'Give it the shape of Relay’s connections.',
            },
          ],
    );
  });
}

function stringsIn(value: ConstValueNode | undefined): string[] {
  return value?.kind === Kind.LIST
    ? value.values.flatMap((v) => (v.kind === Kind.STRING ? [v.value] : []))
    : [];
}

export const listRules: readonly LintRule[] = [unboundedList, connection];
