import { idInput, invalidInput, notFound, requireScope, userError } from '@nakku/graphql-kit';
import type { DeadLetter, DeadLetters, TopicReprocessing, TopicReprocessings } from '@nakku/messaging';
import type { WaitingWork } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import { GraphQLError, Kind } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { BaseContext } from './context.ts';

/** What the platform reports and does for operators. */
export interface Operable {
  readonly deadLetters: Pick<DeadLetters, 'list' | 'get' | 'redrive'>;
  readonly reprocessings: TopicReprocessings;
  waiting(limits: { olderThanMs: number; limit: number }): Promise<WaitingWork[]>;
}

const maxRows = 200;
const maxMinutes = 7 * 24 * 60;

const shownLetter = (letter: DeadLetter) => ({ ...letter, status: letter.status.toUpperCase() });

/**
 * The part of the graph that every service has for operators (schema/shared/operations.graphql): `<name>Operations`
 * and, where it follows topics, `<name>DeadLetterRedrive` and `<name>TopicReprocess`, with their deprecated names.
 */
function operationsResolvers(
  name: string,
  { deadLetters, reprocessings, waiting }: Operable,
  mutations: ReadonlySet<string>,
) {
  /** @param failed makes the user error of an attempt that failed with that message */
  function redriveBy<UserError>(failed: (message: string) => UserError) {
    return async (_: unknown, { id }: { id: string }, { caller }: BaseContext) => {
      const { userId } = requireScope(caller, 'operations:write');
      const letter = idInput.safeParse(id).success ? await deadLetters.get(id) : undefined;
      if (!letter) return { userErrors: [notFound(['id'], 'dead letter')] };
      const result = await deadLetters.redrive(id);
      logger().info(
        { deadLetterId: id, operator: userId, result: result.kind },
        'a dead letter was redriven',
      );
      if (result.kind === 'failed') return { userErrors: [failed(result.error)] };
      const settled = (await deadLetters.get(id)) ?? letter;
      return { deadLetter: shownLetter(settled), userErrors: [] };
    };
  }

  /** @param field of the payload that has the request */
  function reprocessAs(field: 'topicReprocessing' | 'topicReplay') {
    return async (_: unknown, { topic }: { topic: string }, { caller }: BaseContext) => {
      const { userId } = requireScope(caller, 'operations:write');
      if (!reprocessings.topics.includes(topic)) {
        return { userErrors: [invalidInput(['topic'], `must be one of ${reprocessings.topics.join(', ')}`)] };
      }
      const request: TopicReprocessing = await reprocessings.request(topic, userId);
      return { [field]: request, userErrors: [] };
    };
  }

  const inSchema = Object.fromEntries(
    Object.entries({
      [`${name}DeadLetterRedrive`]: redriveBy((message) =>
        userError('RedriveFailedError', 'REDRIVE_FAILED', ['id'], message),
      ),
      [`${name}TopicReprocess`]: reprocessAs('topicReprocessing'),
      [`${name}DeadLetterReplay`]: redriveBy((message) =>
        userError('ReplayFailedError', 'REPLAY_FAILED', ['id'], message),
      ),
      [`${name}TopicReplay`]: reprocessAs('topicReplay'),
    }).filter(([field]) => mutations.has(field)),
  );

  return {
    Query: {
      [`${name}Operations`](_: unknown, __: unknown, { caller }: BaseContext) {
        requireScope(caller, 'operations:read');
        return { service: name };
      },
    },
    ServiceOperations: {
      waiting(_: unknown, { minutes }: { minutes: number }) {
        if (minutes < 0 || minutes > maxMinutes) {
          throw new GraphQLError(`\`minutes\` must be 0–${maxMinutes}, not ${minutes}.`, {
            extensions: { code: 'BAD_USER_INPUT' },
          });
        }
        return waiting({ olderThanMs: minutes * 60_000, limit: maxRows });
      },
      deadLetters: async () => (await deadLetters.list({ status: 'open', limit: maxRows })).map(shownLetter),
      topicReprocessings: () => reprocessings.list(),
      topicReplays: () => reprocessings.list(),
    },
    ...(Object.keys(inSchema).length > 0 ? { Mutation: inSchema } : {}),
  };
}

/** The service's own resolvers with those for operators, as far as its schema has them. */
export function withOperations(
  o: { name: string; typeDefs: DocumentNode; operable: Operable },
  own: object,
): object {
  const types = new Map(
    o.typeDefs.definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  if (!types.has('ServiceOperations')) return own;
  const mutations = new Set(types.get('Mutation')?.fields?.map((field) => field.name.value));
  const more = operationsResolvers(o.name, o.operable, mutations);
  const merged: Record<string, unknown> = { ...own };
  for (const [type, fields] of Object.entries(more)) {
    merged[type] = { ...Object(merged[type]), ...Object(fields) };
  }
  return merged;
}
