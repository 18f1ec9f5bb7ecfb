import { labelWithin } from '@nakku/telemetry';
import type { WorkMetrics } from '@nakku/telemetry';
import { defaultFieldResolver, GraphQLError } from 'graphql';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';

/** How the work behind one field of Query or Mutation is counted. */
export interface MeasuredField {
  readonly metrics: WorkMetrics;
  /** The values that the label `method` may have; default: the field's name. */
  readonly methods?: readonly string[];
  /** Which of them a call is. */
  methodOf?(args: Readonly<Record<string, unknown>>): string;
}

/** By the field's name. Fields of Query and Mutation never share one. */
export type MeasuredFields = Readonly<Record<string, MeasuredField>>;

/** Codes are those of the schema's user errors; the bound is a guard. */
const maxReasons = 60;
const succeeded = 'succeeded';

/**
 * Counts what fields do: a payload with user errors and a thrown error are failures, by the code of the first one. Each
 * series exists from the start.
 * @throws Error when the schema has no such field
 */
export function measureFields(schema: GraphQLSchema, service: string, measured: MeasuredFields): void {
  const fields = { ...schema.getQueryType()?.getFields(), ...schema.getMutationType()?.getFields() };
  const reasonLabel = labelWithin(maxReasons);
  for (const [name, { metrics, methods = [name], methodOf }] of Object.entries(measured)) {
    const field = fields[name];
    if (!field) throw new Error(`metrics for a field that the schema does not have: ${name}`);
    for (const method of methods) {
      metrics.succeeded.inc({ service, method, status: succeeded }, 0);
      metrics.failed.inc({ service, method, failure_reason: 'INTERNAL_SERVER_ERROR' }, 0);
      metrics.duration.startAtZero({ service, method });
    }
    const resolve: GraphQLFieldResolver<unknown, unknown> = field.resolve ?? defaultFieldResolver;
    field.resolve = async (parent, args: Readonly<Record<string, unknown>>, context, info) => {
      const method = methodOf?.(args) ?? name;
      const started = performance.now();
      const done = (failure: unknown): void => {
        metrics.duration.observe({ service, method }, (performance.now() - started) / 1_000);
        if (failure === undefined) metrics.succeeded.inc({ service, method, status: succeeded });
        else metrics.failed.inc({ service, method, failure_reason: reasonLabel(failure) });
      };
      try {
        const result: unknown = await resolve(parent, args, context, info);
        done(refusalIn(result));
        return result;
      } catch (error) {
        done((error instanceof GraphQLError && error.extensions.code) || 'INTERNAL_SERVER_ERROR');
        throw error;
      }
    };
  }
}

/** The code of the first user error of a payload. */
function refusalIn(payload: unknown): unknown {
  const { userErrors }: { userErrors?: unknown } = Object(payload);
  const [first]: unknown[] = Array.isArray(userErrors) ? userErrors : [];
  return first === undefined ? undefined : Object(first).code;
}
