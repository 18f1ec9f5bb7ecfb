import { print } from 'graphql';
import { isOutput, namedType } from './lintedSchema.ts';
import type { LintedSchema } from './lintedSchema.ts';
import type { LintRule } from './rule.ts';

/** What a payload needs so that the gateway can go on where a connection was lost. */
const RESUMABLE = { cursor: 'Cursor!', sequence: 'Int!', step: undefined } as const;
const SNAPSHOT = { isSnapshot: 'Boolean!' } as const;

export const subscriptionRules: readonly LintRule[] = [
  {
    name: 'live-payload',
    title:
      'A @resumable subscription takes after: Cursor and returns cursor, sequence and step; any other has isSnapshot.',
    check: (schema) =>
      schema.outputFields.flatMap(({ type, field, coordinate }) => {
        if (type !== 'Subscription') return [];
        const isResumable = field.directives?.some((d) => d.name.value === 'resumable') === true;
        const payload = namedType(field.type).name.value;
        const missing = Object.entries(isResumable ? RESUMABLE : SNAPSHOT).filter(
          ([name, wanted]) => !hasField(schema, payload, name, wanted),
        );
        const takesCursor = field.arguments?.some(
          (a) => a.name.value === 'after' && print(a.type) === 'Cursor',
        );
        return [
          ...missing.map(([name, wanted]) => ({
            node: field,
            subject: coordinate,
            message: `${payload} of ${coordinate} has no ${name}${wanted === undefined ? '' : `: ${wanted}`}`,
            consequence: isResumable
              ? 'The gateway cannot resume it.'
              : 'A client cannot tell the state it begins with from a change.',
            advice: `Add it${isResumable ? '' : ', or make the subscription @resumable'}.`,
          })),
          ...(isResumable && takesCursor !== true
            ? [
                {
                  node: field,
                  subject: coordinate,
                  message: `${coordinate} is @resumable but takes no after: Cursor`,
                  consequence: 'The gateway cannot resume it.',
                  advice: 'Add the argument.',
                },
              ]
            : []),
        ];
      }),
  },
];

function hasField(schema: LintedSchema, type: string, name: string, wanted: string | undefined): boolean {
  return (schema.types.get(type) ?? [])
    .filter(isOutput)
    .some((d) =>
      d.fields?.some((f) => f.name.value === name && (wanted === undefined || print(f.type) === wanted)),
    );
}
