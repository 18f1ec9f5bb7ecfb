import type { SubgraphResponse } from '../../src/subgraphs/subgraphRequest.ts';
import { Topic } from '../../src/subscriptions/topic.ts';
import type { GroupLimits, Source } from '../../src/subscriptions/group.ts';
import type { Subscriber } from '../../src/subscriptions/subscriber.ts';
import type { UpstreamSink } from '../../src/subscriptions/upstreams.ts';

/** Upstreams that the test drives; an event's payload is its step as text, ready when the test says so. */
export function driven(resumable: boolean, more: Partial<GroupLimits> = {}) {
  const upstreams: { after: string | undefined; sink: UpstreamSink; stopped: boolean }[] = [];
  const held: (() => void)[] = [];
  const control = { hold: false };
  const source: Source = {
    resumable,
    beginsWithSnapshot: !resumable,
    cursorOf: (data) => (resumable && data !== null ? String(Object(data).step) : undefined),
    presented: (errors) => errors,
    async payloadOf({ data }: SubgraphResponse) {
      if (control.hold) await new Promise<void>((resolve) => held.push(resolve));
      return String(Object(data).step);
    },
    subscribe(after, sink) {
      const upstream = { after, sink, stopped: false };
      upstreams.push(upstream);
      return () => void (upstream.stopped = true);
    },
  };
  let emptied = 0;
  const limits: GroupLimits = {
    ring: 3,
    ringCharacters: 1_000,
    waiting: 4,
    ownerRetryTimeoutMs: 60_000,
    freshMs: 60_000,
    ...more,
  };
  const topic = new Topic(source, limits, () => void (emptied += 1));
  const live = () => upstreams.filter((u) => !u.stopped);
  return {
    topic,
    upstreams,
    live,
    control,
    release: () => held.splice(0).forEach((go) => go()),
    emptied: () => emptied,
    async send(index: number, ...steps: number[]) {
      for (const step of steps) upstreams[index]?.sink.next({ data: { step } });
      await settled();
    },
  };
}

export const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Waits for a condition that timers of a few milliseconds bring about. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Somebody who writes down what is heard. */
export function subscriber() {
  const received: string[] = [];
  const one: Subscriber = {
    ...Object({ admitted: undefined, context: undefined }),
    sink: {
      next: (text: string) => void received.push(text),
      error: (errors: readonly { message: string }[]) => void received.push(`error ${errors[0]?.message}`),
      complete: () => void received.push('complete'),
    },
  };
  return { one, received };
}
