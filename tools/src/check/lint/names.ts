import type { ASTNode, NameNode } from 'graphql';
import { argumentsOf, definitionsOf, isEnum, isInput, namedType, ROOT_TYPES } from './lintedSchema.ts';
import type { LintedSchema } from './lintedSchema.ts';
import type { LintProblem, LintRule } from './rule.ts';

interface Named {
  readonly node: ASTNode & { readonly name: NameNode };
  readonly coordinate: string;
}

function wrongNames(named: readonly Named[], pattern: RegExp, advice: string): LintProblem[] {
  return named
    .filter(({ node }) => !pattern.test(node.name.value))
    .map(({ node, coordinate }) => ({
      node,
      subject: coordinate,
      message: `${coordinate} is not named as its kind is`,
      advice,
    }));
}

const nameStyle: LintRule = {
  name: 'name-style',
  title: 'Types are PascalCase, fields and arguments camelCase, enum values SCREAMING_SNAKE.',
  check: (schema) => [
    ...wrongNames(typeNames(schema), /^[A-Z][A-Za-z0-9]*$/, 'Write it in PascalCase.'),
    ...wrongNames(memberNames(schema), /^[a-z][A-Za-z0-9]*$/, 'Write it in camelCase.'),
    ...wrongNames(enumValues(schema), /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/, 'Write it in SCREAMING_SNAKE.'),
  ],
};

const booleanName: LintRule = {
  name: 'boolean-name',
  title: 'A Boolean reads as a statement: isOpen, hasNextPage, canCancel.',
  check: (schema) =>
    booleans(schema).flatMap(({ node, coordinate }) =>
      /^(is|has|can)[A-Z]/.test(node.name.value)
        ? []
        : [
            {
              node,
              subject: coordinate,
              message: `${coordinate} is a Boolean without is, has or can`,
              advice: `Name it is${pascal(node.name.value)}, or what reads better.`,
            },
          ],
    ),
};

const inputName: LintRule = {
  name: 'input-name',
  title: 'An input type ends with Input, By or Filter.',
  check: (schema) =>
    definitionsOf(schema, isInput).flatMap((node) =>
      /(Input|By|Filter)$/.test(node.name.value)
        ? []
        : [
            {
              node,
              subject: node.name.value,
              message: `${node.name.value} does not say that it is an input`,
              advice: `Name it ${node.name.value}Input.`,
            },
          ],
    ),
};

const pascal = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

function typeNames({ types }: LintedSchema): Named[] {
  return [...types.values()].flatMap(([node]) => (node ? [{ node, coordinate: node.name.value }] : []));
}

function memberNames(schema: LintedSchema): Named[] {
  return [
    ...schema.outputFields.map(({ field, coordinate }) => ({ node: field, coordinate })),
    ...argumentsOf(schema).map(({ argument, coordinate }) => ({ node: argument, coordinate })),
    ...inputFields(schema),
  ];
}

function inputFields(schema: LintedSchema) {
  return definitionsOf(schema, isInput).flatMap(({ name: { value }, fields = [] }) =>
    fields.map((node) => ({ node, coordinate: `${value}.${node.name.value}` })),
  );
}

function enumValues(schema: LintedSchema): Named[] {
  return definitionsOf(schema, isEnum).flatMap(({ name: { value: type }, values = [] }) =>
    values.map((node) => ({ node, coordinate: `${type}.${node.name.value}` })),
  );
}

function booleans(schema: LintedSchema): Named[] {
  const fields = schema.outputFields.filter(({ type }) => !ROOT_TYPES.includes(type));
  return [
    ...fields.map(({ field, coordinate }) => ({ node: field, coordinate })),
    ...argumentsOf(schema).map(({ argument, coordinate }) => ({ node: argument, coordinate })),
    ...inputFields(schema),
  ].filter(({ node }) => namedType(node.type).name.value === 'Boolean');
}

export const nameRules: readonly LintRule[] = [nameStyle, booleanName, inputName];
