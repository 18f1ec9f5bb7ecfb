import type { Caller } from '@nakku/identity';
import type { GraphQLFormattedError } from 'graphql';
import type { Admitted } from '../request/admitted.ts';
import type { RequestContext } from '../request/requestContext.ts';
import type { Hub } from './hub.ts';
import { limitSubscriptions } from './limitedHub.ts';
import type { Sink } from './subscriber.ts';

const limits = { perUser: 2, perGuestAddress: 3, perAddress: 4 };

function setUp() {
  const joined: Sink[] = [];
  const hub: Hub = {
    join(_, __, sink) {
      joined.push(sink);
      return { leave: () => undefined, renew: () => undefined };
    },
    readmitAll: () => Promise.resolve(),
    counts: () => ({ subscribers: joined.length, groups: 0 }),
  };
  const limited = limitSubscriptions(hub, limits);
  return {
    joined,
    /** @returns what the client was told instead, and its subscription */
    join(caller: Caller, clientIp: string) {
      const errors: GraphQLFormattedError[] = [];
      const subscription = limited.join({} as Admitted, { caller, clientIp } as RequestContext, {
        next: () => undefined,
        error: (given) => errors.push(...given),
        complete: () => undefined,
      });
      return { subscription, codes: errors.map(({ extensions }) => extensions?.code) };
    },
  };
}

const guest = { kind: 'anonymous' } as Caller;
const user = (userId: string) => ({ kind: 'user', userId }) as Caller;
const refused = ['TOO_MANY_SUBSCRIPTIONS'];

test('a user has so many, from wherever; leaving makes room', () => {
  const { join, joined } = setUp();
  const first = join(user('a'), '192.0.2.1');
  expect(join(user('a'), '192.0.2.2').codes).toEqual([]);
  expect(join(user('a'), '192.0.2.3').codes).toEqual(refused);
  expect(joined).toHaveLength(2);
  first.subscription.leave();
  first.subscription.leave();
  expect(join(user('a'), '192.0.2.3').codes).toEqual([]);
  expect(join(user('a'), '192.0.2.3').codes).toEqual(refused);
});

test('guests of an address share theirs; an IPv6 network counts as one address', () => {
  const { join } = setUp();
  for (const host of ['1', '2', '3']) expect(join(guest, `2001:db8:1:2::${host}`).codes).toEqual([]);
  expect(join(guest, '2001:db8:1:2:ffff::1').codes).toEqual(refused);
  expect(join(guest, '2001:db8:1:3::1').codes).toEqual([]);
});

test('many accounts of one address have a limit together', () => {
  const { join, joined } = setUp();
  for (const id of ['a', 'b', 'c', 'd']) expect(join(user(id), '192.0.2.1').codes).toEqual([]);
  expect(join(user('e'), '192.0.2.1').codes).toEqual(refused);
  expect(join(guest, '192.0.2.1').codes).toEqual(refused);
  joined[0]?.complete();
  expect(join(user('e'), '192.0.2.1').codes).toEqual([]);
});
