import type { ASTNode, StringValueNode } from 'graphql';
import { argumentsOf, isEnum, isInput, ROOT_TYPES } from './lintedSchema.ts';
import type { LintedSchema } from './lintedSchema.ts';
import type { LintRule } from './rule.ts';

interface Describable {
  readonly coordinate: string;
  readonly node: ASTNode & { readonly description?: StringValueNode | undefined };
}

/** Everything that a client reads needs a word; an entity's type is described by its owner. */
export const descriptionRules: readonly LintRule[] = [
  {
    name: 'missing-description',
    title: 'Every type, field, argument, input field and enum value has a description.',
    check(schema) {
      const byCoordinate = new Map<string, Describable[]>();
      for (const item of describables(schema)) {
        byCoordinate.set(item.coordinate, [...(byCoordinate.get(item.coordinate) ?? []), item]);
      }
      return [...byCoordinate].flatMap(([coordinate, items]) => {
        const [first] = items;
        if (!first || items.some(({ node }) => node.description !== undefined)) return [];
        return [
          {
            node: first.node,
            subject: coordinate,
            message: `${coordinate} has no description`,
            advice: 'Say what it is: its unit, why it may be null, what it takes to see it.',
          },
        ];
      });
    },
  },
];

function describables(schema: LintedSchema): Describable[] {
  const types = [...schema.types].flatMap(([name, definitions]) =>
    ROOT_TYPES.includes(name) ? [] : definitions.map((node) => ({ coordinate: name, node })),
  );
  const members = [...schema.types].flatMap(([name, definitions]) =>
    definitions.flatMap((definition): Describable[] => {
      if (isEnum(definition)) return (definition.values ?? []).map((node) => at(name, node));
      if (isInput(definition)) return (definition.fields ?? []).map((node) => at(name, node));
      return [];
    }),
  );
  const fields = schema.outputFields.map(({ coordinate, field }) => ({ coordinate, node: field }));
  const args = argumentsOf(schema).map(({ coordinate, argument }) => ({ coordinate, node: argument }));
  return [...types, ...members, ...fields, ...args];
}

function at(
  type: string,
  node: Describable['node'] & { readonly name: { readonly value: string } },
): Describable {
  return { coordinate: `${type}.${node.name.value}`, node };
}
