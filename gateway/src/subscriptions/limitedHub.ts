import { networkOf } from '@nakku/identity';
import { counter } from '@nakku/telemetry';
import { refusal } from '../request/results.ts';
import type { Refusal } from '../request/results.ts';
import type { RequestContext } from '../request/requestContext.ts';
import type { Hub, Subscription } from './hub.ts';

/** How many subscriptions may run at a time, on all connections of all transports of this gateway together. */
export interface SubscriptionLimits {
  /** Of one user. */
  readonly perUser: number;
  /** Of the guests of one address (IPv6: /64). */
  readonly perGuestAddress: number;
  /** Of one address, users and guests together: accounts cost nothing. */
  readonly perAddress: number;
}

const ended: Subscription = { leave: () => undefined, renew: () => undefined };

/** A hub that refuses a client, or an address, more subscriptions than it may have. */
export interface LimitedHub extends Hub {
  /** Why the client may not subscribe to anything more now; undefined: it may. */
  full(context: RequestContext): Refusal | undefined;
}

export function limitSubscriptions(hub: Hub, limits: SubscriptionLimits): LimitedHub {
  const counts = new Map<string, number>();
  const refused = counter(
    'subscriptions_refused_total',
    'Subscriptions over the limit of their client or address',
  );

  const countsOf = ({ caller, clientIp }: RequestContext): (readonly [key: string, limit: number])[] => {
    const address = networkOf(clientIp);
    return [
      caller.kind === 'user'
        ? [`user:${caller.userId}`, limits.perUser]
        : [`guests:${address}`, limits.perGuestAddress],
      [`address:${address}`, limits.perAddress],
    ];
  };
  const add = (key: string, change: 1 | -1) => {
    const count = (counts.get(key) ?? 0) + change;
    if (count > 0) counts.set(key, count);
    else counts.delete(key);
  };

  function full(context: RequestContext): Refusal | undefined {
    const exceeded = countsOf(context).find(([key, limit]) => (counts.get(key) ?? 0) >= limit);
    if (!exceeded) return undefined;
    refused.inc();
    const [, limit] = exceeded;
    const message = `At most ${limit} subscriptions may run at a time`;
    return refusal(429, 'TOO_MANY_SUBSCRIPTIONS', message, { limit });
  }

  return {
    ...hub,
    full,
    join(admitted, context, sink) {
      const refusedNow = full(context);
      if (refusedNow) {
        sink.error(refusedNow.errors);
        return ended;
      }
      const taken = countsOf(context);
      for (const [key] of taken) add(key, 1);
      let isOver = false;
      const free = () => {
        if (isOver) return;
        isOver = true;
        for (const [key] of taken) add(key, -1);
      };
      const subscription = hub.join(admitted, context, {
        next: sink.next,
        error: (errors) => {
          free();
          sink.error(errors);
        },
        complete: () => {
          free();
          sink.complete();
        },
      });
      return {
        leave: () => {
          free();
          subscription.leave();
        },
        renew: subscription.renew,
      };
    },
  };
}
