import { EventEmitter, on } from 'node:events';
import { GraphQLError } from 'graphql';
import { stoppable } from './stoppable.ts';
import type { StubContext } from './stubSubgraph.ts';

const link = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.12",
          import: ["@key", "@shareable", "@external", "@authenticated", "@requiresScopes", "@policy", "@composeDirective",
                   "@cost", "@listSize"])
    @link(url: "https://nakku.dev/spec/live/v1.0", import: ["@resumable"])
    @composeDirective(name: "@resumable")
  directive @resumable on FIELD_DEFINITION
  scalar Cursor
`;

/** Three subgraphs about trips: who travels, in which vehicle. */
export const tripSchemas = {
  trips: `${link}
    type Query {
      trips(first: Int = 2, order: TripOrder, where: TripFilter): [Trip!]! @listSize(slicingArguments: ["first"])
      trip(id: ID!): Trip
      secretPlan: String @policy(policies: [["admin"]])
    }
    enum TripOrder { OLDEST NEWEST }
    input TripFilter { step: Int }
    type Mutation { tripAdvance(id: ID!): Trip }
    type Subscription {
      tripUpdated(tripId: ID!, after: Cursor): TripUpdate @resumable @authenticated
      tripsFeed: TripsFeed
      ownFeed: String
    }
    type Trip @key(fields: "id") {
      id: ID!
      step: Int!
      note: String @requiresScopes(scopes: [["orders:read"], ["users:admin"]])
      traveller: User
      vehicle: Vehicle
      title: String @deprecated(reason: "Use Trip.note. Removal 2027-01-31.")
    }
    type TripUpdate { cursor: Cursor! step: Int! trip: Trip! blob(bytes: Int!): String }
    type TripsFeed { isSnapshot: Boolean! steps: [Int!]! }
    type User @key(fields: "id", resolvable: false) { id: ID! }
    type Vehicle @key(fields: "id", resolvable: false) { id: ID! }
  `,
  people: `${link}
    type Query { me: User @authenticated whoami: String }
    type User @key(fields: "id") { id: ID! name: String email: String @authenticated }
  `,
  vehicles: `${link}
    type Query { vehicle(id: ID!): Vehicle }
    type Vehicle @key(fields: "id") { id: ID! model: String }
  `,
} as const;

export type TripSubgraph = keyof typeof tripSchemas;

/** The trips' history: it outlives a restart of its subgraph, as a database would. */
export class TripLog {
  readonly #steps = new Map<string, number>();
  readonly #changed = new EventEmitter().setMaxListeners(0);

  stepOf(id: string): number {
    return this.#steps.get(id) ?? 0;
  }

  advance(id: string): number {
    const step = this.stepOf(id) + 1;
    this.#steps.set(id, step);
    this.#changed.emit(id);
    return step;
  }

  /** Every step after `after`, or the current one and what follows. */
  follow(id: string, after: string | undefined): AsyncIterableIterator<number> {
    return stoppable(
      async function* (this: TripLog, signal: AbortSignal) {
        const changes = on(this.#changed, id, { signal });
        let at = after === undefined ? this.stepOf(id) - 1 : Number(decode(after));
        for (;;) {
          while (at < this.stepOf(id)) yield ++at;
          await changes.next();
        }
      }.bind(this),
    );
  }

  feed(id: string): AsyncIterableIterator<{ isSnapshot: boolean; steps: number[] }> {
    return stoppable(
      async function* (this: TripLog, signal: AbortSignal) {
        const changes = on(this.#changed, id, { signal });
        yield { isSnapshot: true, steps: Array.from({ length: this.stepOf(id) }, (_, i) => i + 1) };
        for (;;) {
          await changes.next();
          yield { isSnapshot: false, steps: [this.stepOf(id)] };
        }
      }.bind(this),
    );
  }
}

export const encode = (step: number) => Buffer.from(`step ${step}`).toString('base64url');
const decode = (cursor: string) => Buffer.from(cursor, 'base64url').toString('utf8').replace('step ', '');

const tripOf = (log: TripLog, id: string) => ({
  id,
  step: log.stepOf(id),
  note: 'ring twice',
  traveller: { __typename: 'User', id: 'u1' },
  vehicle: { __typename: 'Vehicle', id: 'v1' },
});

/** Resolvers of each subgraph over one history. */
export function tripResolvers(log: TripLog): Record<TripSubgraph, Record<string, unknown>> {
  const trip = (id: string) => tripOf(log, id);
  return {
    trips: {
      Query: {
        trips: (_: unknown, { first }: { first: number }) =>
          Array.from({ length: Math.min(first, 50) }, (__, i) => trip(String(i + 1))),
        trip: (_: unknown, { id }: { id: string }) => {
          if (id === 'broken') throw new Error('disk /dev/sda1 is on fire');
          if (id === 'gone') throw new GraphQLError('No such trip', { extensions: { code: 'NOT_FOUND' } });
          return trip(id);
        },
        secretPlan: () => 'conquer',
      },
      Mutation: {
        tripAdvance: (_: unknown, { id }: { id: string }) => {
          log.advance(id);
          return trip(id);
        },
      },
      Subscription: {
        tripUpdated: {
          subscribe: (_: unknown, { tripId, after }: { tripId: string; after?: string }) => {
            if (tripId === 'foreign')
              throw new GraphQLError('No such trip', { extensions: { code: 'NOT_FOUND' } });
            return log.follow(tripId, after);
          },
          resolve: (step: number, { tripId }: { tripId: string }) => ({
            cursor: encode(step),
            step,
            trip: trip(tripId),
            blob: ({ bytes }: { bytes: number }) => 'x'.repeat(bytes),
          }),
        },
        tripsFeed: { subscribe: () => log.feed('1'), resolve: (event: unknown) => event },
        ownFeed: {
          subscribe: (_: unknown, __: unknown, { caller }: StubContext) => oneOf(caller),
          resolve: (event: unknown) => event,
        },
      },
      Trip: { __resolveReference: ({ id }: { id: string }) => trip(id) },
    },
    people: {
      Query: {
        me: (_: unknown, __: unknown, { caller }: StubContext) =>
          caller.kind === 'user' ? { id: caller.userId, name: `User ${caller.userId}` } : null,
        whoami: (_: unknown, __: unknown, { caller }: StubContext) => JSON.stringify(caller),
      },
      User: {
        __resolveReference: ({ id }: { id: string }) => ({
          id,
          name: `User ${id}`,
          email: `${id}@example.org`,
        }),
      },
    },
    vehicles: {
      Query: { vehicle: (_: unknown, { id }: { id: string }) => ({ id, model: `Model ${id}` }) },
      Vehicle: { __resolveReference: ({ id }: { id: string }) => ({ id, model: `Model ${id}` }) },
    },
  };
}

/** Who asks, then silence: what a subscription says whose owner looks at the caller. */
function oneOf(caller: StubContext['caller']): AsyncIterableIterator<string> {
  return stoppable(async function* (signal) {
    yield JSON.stringify(caller);
    await new Promise((_, reject) => signal.addEventListener('abort', reject));
  });
}
