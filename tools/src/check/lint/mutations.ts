import { Kind, print } from 'graphql';
import type { FieldDefinitionNode } from 'graphql';
import { isInput, isList, isOutput, namedType } from './lintedSchema.ts';
import type { LintedSchema } from './lintedSchema.ts';
import type { LintProblem, LintRule } from './rule.ts';

const VERB_FIRST =
  /^(accept|add|adjust|apply|assign|cancel|change|clear|close|complete|create|decline|delete|disable|do|edit|enable|end|get|make|merge|modify|open|place|process|receive|refresh|refund|register|remove|replace|report|retry|revoke|set|start|stop|submit|update)[A-Z]/;

const pascal = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

function mutationsOf(
  schema: LintedSchema,
): { name: string; field: FieldDefinitionNode; coordinate: string }[] {
  return schema.outputFields.flatMap(({ type, field, coordinate }) =>
    type === 'Mutation' ? [{ name: field.name.value, field, coordinate }] : [],
  );
}

const objectFirst: LintRule = {
  name: 'mutation-object-first',
  title: 'A mutation’s name begins with its object: cartLinesAdd, orderPlace.',
  check: (schema) =>
    mutationsOf(schema).flatMap(({ name, field, coordinate }) => {
      const verb = VERB_FIRST.exec(name)?.[1];
      if (verb === undefined) return [];
      const object = name.slice(verb.length);
      return [
        {
          node: field,
          subject: coordinate,
          message: `${coordinate} begins with its verb`,
          consequence: 'What can be done with one object does not stand together in the documentation.',
          advice: `Name it ${object.charAt(0).toLowerCase()}${object.slice(1)}${pascal(verb)}.`,
        },
      ];
    }),
};

const payload: LintRule = {
  name: 'mutation-payload',
  title: 'A mutation returns its own payload: nullable fields, and userErrors as a union of UserErrors.',
  check: (schema) =>
    mutationsOf(schema).flatMap(({ name, field, coordinate }) => {
      const wanted = `${pascal(name)}Payload`;
      const problem = (message: string, advice: string, node: LintProblem['node'] = field): LintProblem => ({
        node,
        subject: coordinate,
        message,
        advice,
      });
      if (namedType(field.type).name.value !== wanted) {
        return [problem(`${coordinate} returns ${print(field.type)}`, `Return a type ${wanted} of its own.`)];
      }
      const fields = fieldsOf(schema, wanted);
      const errors = `[${pascal(name)}Error!]!`;
      const hasErrors = fields.some((f) => f.name.value === 'userErrors' && print(f.type) === errors);
      const strict = fields.filter(
        (f) => f.name.value !== 'userErrors' && f.type.kind === Kind.NON_NULL_TYPE && !isList(f.type),
      );
      return [
        ...(hasErrors
          ? []
          : [problem(`${wanted} has no userErrors: ${errors}`, 'Add it: a refusal is data.')]),
        ...strict.map((f) =>
          problem(
            `${wanted}.${f.name.value} is non-null`,
            'Make it nullable: it is null when the mutation is refused.',
            f,
          ),
        ),
        ...strangers(schema, `${pascal(name)}Error`).map((member) =>
          problem(
            `${pascal(name)}Error has ${member}, which is no UserError`,
            `Let ${member} implement UserError.`,
          ),
        ),
      ];
    }),
};

function fieldsOf(schema: LintedSchema, type: string): FieldDefinitionNode[] {
  return (schema.types.get(type) ?? []).filter(isOutput).flatMap((d) => d.fields ?? []);
}

/** Members of a union that are no UserError. */
function strangers(schema: LintedSchema, union: string): string[] {
  const members = (schema.types.get(union) ?? []).flatMap((definition) =>
    definition.kind === Kind.UNION_TYPE_DEFINITION ? (definition.types ?? []) : [],
  );
  return members
    .map((member) => member.name.value)
    .filter(
      (member) =>
        !(schema.types.get(member) ?? [])
          .filter(isOutput)
          .some((d) => d.interfaces?.some((i) => i.name.value === 'UserError')),
    );
}

const idempotency: LintRule = {
  name: 'idempotency-key',
  title: 'A mutation with an idempotencyKey: String! is marked @idempotent, and the other way round.',
  check: (schema) =>
    mutationsOf(schema).flatMap(({ field, coordinate }) => {
      const isMarked = field.directives?.some((d) => d.name.value === 'idempotent') === true;
      const hasKey = takesKey(schema, field);
      if (isMarked === hasKey) return [];
      return [
        {
          node: field,
          subject: coordinate,
          message: isMarked
            ? `${coordinate} is @idempotent but takes no idempotencyKey: String!`
            : `${coordinate} takes an idempotencyKey but is not @idempotent`,
          consequence: 'Clients cannot tell whether they may repeat it.',
          advice: isMarked ? 'Add the key to its input.' : 'Mark it @idempotent.',
        },
      ];
    }),
};

function takesKey(schema: LintedSchema, field: FieldDefinitionNode): boolean {
  const isKey = (f: { name: { value: string }; type: FieldDefinitionNode['type'] }) =>
    f.name.value === 'idempotencyKey' && print(f.type) === 'String!';
  return (field.arguments ?? []).some(
    (argument) =>
      isKey(argument) ||
      (schema.types.get(namedType(argument.type).name.value) ?? [])
        .filter(isInput)
        .some((input) => input.fields?.some(isKey)),
  );
}

export const mutationRules: readonly LintRule[] = [objectFirst, payload, idempotency];
