import { jest } from '@jest/globals';
import { seededDraws } from '@nakku/platform';
import type { Draws } from '@nakku/platform';
import { Topic } from './topic.ts';
import type { Source } from './group.ts';
import type { Subscriber } from './subscriber.ts';
import type { UpstreamSink } from './upstreams.ts';

const failure = [{ message: 'away', extensions: { code: 'INTERNAL_SERVER_ERROR' } }];

/** Somebody who leaves and comes back, and writes down every step. */
interface Client {
  readonly steps: number[];
  subscriber: Subscriber | undefined;
}

/** One history, an owner that fails and breaks off at random, and clients that come and go. */
class Story {
  readonly #random: Draws;
  readonly #upstreams = new Set<{ at: number | undefined; sink: UpstreamSink }>();
  readonly #pending: (() => void)[] = [];
  readonly clients: Client[] = Array.from({ length: 6 }, () => ({ steps: [], subscriber: undefined }));
  readonly #topic: Topic;
  #latest = 1;

  constructor(random: Draws) {
    this.#random = random;
    const source: Source = {
      resumable: true,
      beginsWithSnapshot: false,
      cursorOf: (data) => (data === null ? undefined : String(Object(data).step)),
      presented: (errors) => errors,
      payloadOf: async ({ data }) => {
        await new Promise<void>((resolve) => this.#pending.push(resolve));
        return String(Object(data).step);
      },
      subscribe: (after, sink) => {
        const upstream = { at: after === undefined ? undefined : Number(after), sink };
        this.#upstreams.add(upstream);
        return () => void this.#upstreams.delete(upstream);
      },
    };
    const limits = { ring: 3, ringCharacters: 100, waiting: 2, ownerRetryTimeoutMs: 600_000, freshMs: 300 };
    this.#topic = new Topic(source, limits, () => undefined);
  }

  async act(): Promise<void> {
    const acts = [
      () => void (this.#latest += 1),
      () => this.#deliver(),
      () => this.#deliver(),
      () => this.#pending.splice(this.#random.whole(this.#pending.length), 1)[0]?.(),
      () => this.#comeOrGo(this.#random.pick(this.clients)),
      () => this.#breakOff(({ sink }) => sink.lost()),
      () => this.#breakOff(({ sink }) => sink.refused(failure)),
      () => this.#oneUpstream()?.sink.next({ data: null, errors: failure }),
      () => jest.advanceTimersByTime(this.#random.whole(400)),
    ];
    this.#random.pick(acts)();
    await Promise.resolve();
  }

  /** Everything works again, everybody is there, until nothing is left to tell. */
  async end(): Promise<void> {
    for (const client of this.clients) if (!client.subscriber) this.#come(client);
    for (let round = 0; round < 60; round += 1) {
      jest.advanceTimersByTime(2_000);
      for (const upstream of [...this.#upstreams]) while (this.#deliverTo(upstream));
      for (const finish of this.#pending.splice(0)) finish();
      for (let i = 0; i < 20; i += 1) await Promise.resolve();
    }
  }

  /** What a client should have: every step since its first. */
  expected({ steps }: Client): number[] {
    const first = steps[0] ?? this.#latest;
    return Array.from({ length: this.#latest - first + 1 }, (_, i) => first + i);
  }

  #oneUpstream() {
    return this.#upstreams.size > 0 ? this.#random.pick([...this.#upstreams]) : undefined;
  }

  #deliver(): void {
    const upstream = this.#oneUpstream();
    if (upstream) this.#deliverTo(upstream);
  }

  #deliverTo(upstream: { at: number | undefined; sink: UpstreamSink }): boolean {
    if (!this.#upstreams.has(upstream) || upstream.at === this.#latest) return false;
    upstream.at = upstream.at === undefined ? this.#latest : upstream.at + 1;
    upstream.sink.next({ data: { step: upstream.at } });
    return true;
  }

  #breakOff(how: (upstream: { sink: UpstreamSink }) => void): void {
    const upstream = this.#oneUpstream();
    if (!upstream) return;
    this.#upstreams.delete(upstream);
    how(upstream);
  }

  #comeOrGo(client: Client): void {
    if (!client.subscriber) return this.#come(client);
    this.#topic.leave(client.subscriber);
    client.subscriber = undefined;
  }

  #come(client: Client): void {
    const subscriber: Subscriber = {
      ...Object({ admitted: undefined, context: undefined }),
      sink: {
        next: (text: string) => void (client.subscriber === subscriber && client.steps.push(Number(text))),
        // A failure at the very beginning: the client comes back by itself.
        error: () => void (client.subscriber === subscriber && this.#comeOrGo(client)),
        complete: () => undefined,
      },
    };
    client.subscriber = subscriber;
    this.#topic.join(subscriber, client.steps.at(-1)?.toString());
  }
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('whatever happens to owner, groups and clients, each client hears each step once and in order', async () => {
  const first = seededDraws().seed;
  for (let seed = first; seed < first + 150; seed += 1) {
    const story = new Story(seededDraws(seed));
    for (let i = 0; i < 250; i += 1) await story.act();
    await story.end();
    const received = story.clients.map(({ steps }) => steps);
    expect({ seed, received }).toEqual({
      seed,
      received: story.clients.map((client) => story.expected(client)),
    });
  }
});
