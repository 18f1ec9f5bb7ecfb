import { defaultCostLimits } from '@nakku/gateway/cost';
import { exceededLimit } from '@nakku/gateway/limits';
import type { OperationLimits } from '@nakku/gateway/limits';
import { defaultLimits } from '@nakku/gateway/operations';
import { coordinatesUsed, deprecatedAmong } from '@nakku/gateway/usage';
import { getVariableValues, GraphQLError, parse, validate } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Finding } from './finding.ts';
import type { OperationCost } from './operationCost.ts';
import type { StoredOperation } from './operations.ts';

/** What the gateway lets pass. */
export interface GatewayLimits extends OperationLimits {
  readonly tokens: number;
  /** Estimated cost of one operation. */
  readonly maxCost: number;
  /** Items of a list about which the schema says nothing. */
  readonly assumedListSize: number;
}

/** The limits of a gateway that was told none. */
export const defaultGatewayLimits = (): GatewayLimits => ({ ...defaultLimits(), ...defaultCostLimits() });

/** Whether each operation would still be accepted by the gateway, and what it uses that will go. */
export function checkOperations(
  schema: GraphQLSchema,
  operations: readonly StoredOperation[],
  limits: GatewayLimits,
  costOf: (stored: StoredOperation) => OperationCost,
): Finding[] {
  return operations.flatMap((stored) => {
    const invalid = validity(schema, stored);
    if (invalid.length > 0) return invalid;
    return [
      ...size(stored, limits),
      ...cost(stored, costOf(stored), limits.maxCost),
      ...deprecations(schema, stored),
    ];
  });
}

function finding(
  { place, name, client }: StoredOperation,
  found: Omit<Finding, 'area' | 'subject'>,
): Finding {
  const subject = [client, name].filter((part) => part !== undefined).join(' ');
  return { area: 'operations', subject, place, ...found };
}

function validity(schema: GraphQLSchema, stored: StoredOperation): Finding[] {
  const advice = 'Adapt the operation if its client can be released first; else keep what it asks for.';
  const errors = validate(schema, stored.document).filter((error) => concerns(error, stored));
  const invalid = errors.map((error) => {
    const at = error.locations?.[0];
    const place =
      stored.client === undefined && at
        ? { ...stored.place, line: at.line, column: at.column, text: lineOf(stored, at.line) }
        : stored.place;
    return finding(stored, {
      level: 'breaking',
      rule: 'operation-invalid',
      place,
      message: error.message,
      consequence: 'The gateway refuses the whole operation.',
      advice,
    });
  });
  if (invalid.length > 0 || !stored.variables || !stored.operation.variableDefinitions) return invalid;
  const { errors: bad = [] } = getVariableValues(
    schema,
    stored.operation.variableDefinitions,
    stored.variables,
  );
  return bad.map((error) =>
    finding(stored, {
      level: 'error',
      rule: 'operation-variables',
      message: error.message,
      consequence: 'Whoever opens the example gets an error.',
      advice: 'Correct the JSON file beside the operation.',
    }),
  );
}

/** A document may hold several operations; each is told of its own errors, and of those of fragments. */
function concerns(error: GraphQLError, { operation, document }: StoredOperation): boolean {
  const at = error.nodes?.[0]?.loc?.start;
  if (at === undefined) return true;
  const other = document.definitions.find(
    ({ kind, loc }) => kind === operation.kind && loc && loc.start <= at && at < loc.end,
  );
  return other === undefined || other === operation;
}

function cost(stored: StoredOperation, found: OperationCost, maxCost: number): Finding[] {
  if (found.kind === 'unsized') {
    return [
      finding(stored, {
        level: 'breaking',
        rule: 'operation-unsized',
        message: found.message,
        consequence: 'The gateway refuses it with BAD_USER_INPUT.',
        advice: 'Ask for a page of it.',
      }),
    ];
  }
  if (found.kind === 'unknown') {
    return [
      finding(stored, {
        level: 'note',
        rule: 'operation-cost-unknown',
        message: 'What it costs depends on its variables',
        advice: 'Put example variables beside it, as a JSON file of the same name.',
      }),
    ];
  }
  if (found.estimated <= maxCost) return [];
  return [
    finding(stored, {
      level: 'breaking',
      rule: 'operation-too-expensive',
      message: `Its estimated cost is ${found.estimated}, more than ${maxCost}`,
      consequence: 'The gateway refuses it with COST_ESTIMATED_TOO_EXPENSIVE.',
      advice: 'Ask for shorter pages or fewer objects. The limit is the gateway’s MAX_COST.',
    }),
  ];
}

function size(stored: StoredOperation, { tokens, ...limits }: GatewayLimits): Finding[] {
  const exceeded = exceededLimit(stored.document, stored.operation, limits) ?? exceededTokens(stored, tokens);
  if (!exceeded) return [];
  return [
    finding(stored, {
      level: 'breaking',
      rule: 'operation-too-large',
      message: `It has more than ${exceeded.allowed} ${exceeded.limit}`,
      consequence: 'The gateway refuses it with OPERATION_TOO_LARGE.',
      advice: 'Ask for less, or in two operations. The limits are the gateway’s MAX_* variables.',
    }),
  ];
}

function exceededTokens({ text }: StoredOperation, maxTokens: number) {
  try {
    parse(text, { maxTokens, noLocation: true });
    return undefined;
  } catch {
    // It was parsed before: the limit is all that can be wrong with it.
    return { limit: 'tokens', allowed: maxTokens };
  }
}

function deprecations(schema: GraphQLSchema, stored: StoredOperation): Finding[] {
  const used = coordinatesUsed(schema, stored.document, stored.operation);
  return deprecatedAmong(schema, used).map(({ coordinate, date, replacement }) =>
    finding(stored, {
      level: 'warning',
      rule: 'operation-deprecated',
      message: `It uses ${coordinate}, which may be gone ${date === undefined ? 'some day' : `from ${date} on`}`,
      advice: replacement === undefined ? 'Do without it.' : `Use ${replacement}.`,
    }),
  );
}

function lineOf({ text }: StoredOperation, line: number): string {
  return (text.split('\n')[line - 1] ?? '').trim();
}
