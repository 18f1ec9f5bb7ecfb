import type { Admit } from '../admission/admit.ts';
import type { Admitted } from '../request/admitted.ts';
import { authClassOf } from '../request/requestContext.ts';
import type { RequestContext } from '../request/requestContext.ts';
import { Topic } from './topic.ts';
import type { GroupLimits } from './group.ts';
import type { Subscriber, Sink } from './subscriber.ts';
import { subscribed } from './resumption.ts';
import { createSource, internalError } from './source.ts';
import type { SourceOptions } from './source.ts';

/** One client's subscription, as its transport holds it. */
export interface Subscription {
  /** Ends it; the sink hears nothing more. */
  leave(): void;
  /** Goes on in the name of a renewed context. With other rights it is admitted anew, without a gap. */
  renew(context: RequestContext): void;
}

export interface Hub {
  /** Subscribes. Refusals and failures come through the sink. */
  join(admitted: Admitted, context: RequestContext, sink: Sink): Subscription;
  /** Admits every subscription anew and goes on where it was: after the supergraph or a policy changed. */
  readmitAll(): Promise<void>;
  counts(): { readonly subscribers: number; readonly groups: number };
}

export interface HubOptions extends SourceOptions {
  readonly admit: Admit;
  readonly limits: GroupLimits;
}

/** A subscriber with its place in the hub. */
interface AttachedSubscriber extends Subscriber {
  topic: Topic | undefined;
  /** The latest readmission that was begun: an earlier one that ends after it knows less. */
  readmission: object | undefined;
}

/** Readmissions at once, before anything else gets its turn. */
const readmittedAtOnce = 200;

/** Where all subscriptions of all transports meet, and equal ones become one. */
export function createHub(o: HubOptions): Hub {
  const topics = new Map<string, Topic>();
  const attached = new Set<AttachedSubscriber>();

  function topicOf(admitted: Admitted, context: RequestContext): { topic: Topic; after: string | undefined } {
    const operation = subscribed(admitted);
    const key = JSON.stringify([
      admitted.snapshot.id,
      admitted.allowedKey,
      operation.variables,
      authClassOf(context.caller),
    ]);
    const known = topics.get(key);
    if (known) return { topic: known, after: operation.after };
    const source = createSource(admitted, context, operation, o);
    const topic: Topic = new Topic(source, o.limits, () => {
      if (topics.get(key) === topic) topics.delete(key);
    });
    topics.set(key, topic);
    return { topic, after: operation.after };
  }

  /** @param from where to go on, if not where the client's own document says */
  function attach(subscriber: AttachedSubscriber, from?: string): void {
    attached.add(subscriber);
    try {
      const { topic, after } = topicOf(subscriber.admitted, subscriber.context);
      subscriber.topic = topic;
      topic.join(subscriber, from ?? after);
    } catch (err) {
      o.log.error({ err }, 'a subscription could not be planned');
      subscriber.sink.error(internalError);
    }
  }

  function detach(subscriber: AttachedSubscriber): void {
    attached.delete(subscriber);
    const { topic } = subscriber;
    subscriber.topic = undefined;
    topic?.leave(subscriber);
  }

  async function readmit(subscriber: AttachedSubscriber): Promise<void> {
    const readmission = {};
    subscriber.readmission = readmission;
    const isOver = () => !attached.has(subscriber) || subscriber.readmission !== readmission;
    try {
      const { request, transport } = subscriber.admitted;
      const admitted = await o.admit(request, subscriber.context.caller, transport);
      if (isOver()) return;
      if (admitted.kind === 'refused') {
        subscriber.sink.error(admitted.errors);
        return;
      }
      const cursor = subscriber.topic?.cursorOf(subscriber);
      detach(subscriber);
      subscriber.admitted = admitted;
      attach(subscriber, cursor);
    } catch (err) {
      o.log.error({ err }, 'a subscription could not be admitted anew');
      if (!isOver()) subscriber.sink.error(internalError);
    }
  }

  return {
    join(admitted, context, sink) {
      const end = (send?: () => void) => {
        if (!attached.has(subscriber)) return;
        detach(subscriber);
        send?.();
      };
      const subscriber: AttachedSubscriber = {
        admitted,
        context,
        topic: undefined,
        readmission: undefined,
        sink: {
          next: (payload) => void (attached.has(subscriber) && sink.next(payload)),
          error: (errors) => end(() => sink.error(errors)),
          complete: () => end(() => sink.complete()),
        },
      };
      attach(subscriber);
      return {
        leave: () => end(),
        renew(renewed) {
          const sameClass = authClassOf(renewed.caller) === authClassOf(subscriber.context.caller);
          subscriber.context = renewed;
          if (!sameClass && attached.has(subscriber)) void readmit(subscriber);
        },
      };
    },
    async readmitAll() {
      const all = [...attached];
      for (let done = 0; done < all.length; done += readmittedAtOnce) {
        const some = all.slice(done, done + readmittedAtOnce).filter((one) => attached.has(one));
        await Promise.all(some.map(readmit));
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    counts: () => ({
      subscribers: attached.size,
      groups: [...topics.values()].reduce((sum, topic) => sum + topic.groups, 0),
    }),
  };
}
