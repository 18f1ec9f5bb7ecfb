import type { Caller } from '@nakku/identity';
import { eventually } from '@nakku/testkit';
import type { PolicyEvaluator } from '../src/index.ts';
import { authorizationCases, subscriptionCases } from './support/authorizationCases.ts';
import type { Asker } from './support/authorizationCases.ts';
import { overApolloMultipart, overSse, overWebSocket } from './support/clients.ts';
import type { Recording } from './support/clients.ts';
import { keepRecordings } from './support/recordings.ts';
import { libraryResolvers, librarySchemas } from './support/library.ts';
import type { Deeds, LibrarySubgraph } from './support/library.ts';
import { composeSupergraph } from '../src/supergraph/compose.ts';
import { parse } from 'graphql';
import { startWorldOf } from './support/world.ts';
import type { WorldOf } from './support/world.ts';

/** Grants what the test says, and notes what it was asked. */
class Evaluator implements PolicyEvaluator {
  readonly fetched: { policies: readonly string[]; caller: Caller }[] = [];
  readonly #changed: (() => void)[] = [];
  granted: readonly string[] = [];
  failing = false;

  evaluate(policies: readonly string[], caller: Caller): Promise<ReadonlySet<string>> {
    this.fetched.push({ policies, caller });
    if (this.failing) return Promise.reject(new Error('the policy server is away'));
    return Promise.resolve(new Set(policies.filter((policy) => this.granted.includes(policy))));
  }
  onChange(listener: () => void): void {
    this.#changed.push(listener);
  }
  change(granted: readonly string[]): void {
    this.granted = granted;
    for (const changed of this.#changed) changed();
  }
}

const deeds: Deeds = [];
const evaluator = new Evaluator();
let world: WorldOf<LibrarySubgraph>;
const recordings = keepRecordings();
beforeAll(async () => {
  world = await startWorldOf(
    { schemas: librarySchemas, resolvers: libraryResolvers(deeds), extensions: { policies: evaluator } },
    { SOCKET_QUERIES: 'true' },
  );
});
beforeEach(() => {
  deeds.length = 0;
  evaluator.fetched.length = 0;
  evaluator.failing = false;
});
afterEach(async () => {
  await recordings.stop();
});
afterAll(async () => {
  await world.close();
});

const deniedError = (path: readonly string[]) => ({
  message: 'Unauthorized field or type',
  path,
  extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
});
const errorsOf = (denied: readonly (readonly string[])[]) =>
  denied.length === 0 ? {} : { errors: denied.map(deniedError) };

const tokenOf = async ({ scopes }: Asker): Promise<string | undefined> =>
  scopes && world.token({ scope: scopes.join(' ') });

async function follow(subscribe: typeof overWebSocket, query: string, asker: Asker): Promise<Recording> {
  evaluator.granted = asker.policies ?? [];
  const token = await tokenOf(asker);
  return recordings.keep(subscribe(world, query, token === undefined ? {} : { token: () => token }));
}

/** The subgraphs that were asked, in order and without doubles, and the texts they got. */
function listen(): () => { names: string[]; text: string } {
  const stubs = Object.values(world.stubs);
  const before = stubs.map((stub) => stub.requests.length);
  return () => {
    const fetched = stubs.map((stub, i) => stub.requests.slice(before[i]).map(({ query }) => query));
    return {
      names: stubs.filter((_, i) => (fetched[i] ?? []).length > 0).map(({ name }) => name),
      text: fetched.flat().join('\n'),
    };
  };
}

describe.each([
  ['HTTP', undefined],
  ['the socket', overWebSocket],
  ['server-sent events', overSse],
])('over %s', (_, subscribe) => {
  test.each(authorizationCases.map((one) => [one.title, one] as const))('%s', async (__, one) => {
    evaluator.granted = one.as.policies ?? [];
    const fetched = listen();
    const expected = { data: one.data, ...errorsOf(one.denied) };
    if (subscribe) {
      const { messages } = await follow(subscribe, one.query, one.as);
      await eventually(() => expect(messages).toEqual([expected]));
    } else {
      const token = await tokenOf(one.as);
      const { status, body } = await world.execute(one.query, token === undefined ? {} : { token });
      expect({ status, body }).toEqual({ status: 200, body: expected });
    }
    expect(fetched().names).toEqual(one.subgraphs);
    expect(deeds).toEqual(one.deeds ?? []);
    for (const path of one.denied.filter((place) => place.at(-1) === 'email')) {
      expect({ path, fetched: fetched().text }).not.toMatchObject({
        fetched: expect.stringMatching(/\bemail\b/),
      });
    }
  });
});

test('fields that only a refused one needs are not fetched either', async () => {
  const fetched = listen();
  await world.execute('{ book { label offer } }');
  expect(fetched().text).not.toMatch(/weight|postage|offer/);
});

describe.each([
  ['the socket', overWebSocket],
  ['server-sent events', overSse],
  ['multipart', overApolloMultipart],
])('subscriptions over %s', (_, subscribe) => {
  test.each(subscriptionCases.map((one) => [one.title, one] as const))('%s', async (__, one) => {
    const before = world.stubs.catalogue.subscribed.length;
    const { messages, ends } = await follow(subscribe, one.query, one.as);
    if (one.data === undefined) {
      await eventually(() => expect([...messages, ...ends].length).toBeGreaterThan(0));
      const sent = JSON.stringify([messages, ends]);
      expect(sent).toContain(JSON.stringify(deniedError(one.denied[0] ?? [])));
      expect(sent).not.toMatch(/"data":\{/);
      expect(world.stubs.catalogue.subscribed).toHaveLength(before);
      return;
    }
    await eventually(() => expect(messages).toEqual([{ data: one.data, ...errorsOf(one.denied) }]));
  });
});

describe('the evaluator of policies', () => {
  test('is asked once for each operation that needs it, with its policies and the caller', async () => {
    evaluator.granted = ['plans:read'];
    await world.execute('{ open }');
    expect(evaluator.fetched).toEqual([]);
    await world.execute('{ plan again: plan open }', { token: await world.token({ sub: 'u9' }) });
    expect(evaluator.fetched).toEqual([
      { policies: ['plans:read'], caller: expect.objectContaining({ userId: 'u9' }) },
    ]);
  });

  test('grants nothing when it fails, and the rest is returned', async () => {
    evaluator.granted = ['plans:read'];
    evaluator.failing = true;
    const { body } = await world.execute('{ plan open }');
    expect(body).toEqual({ data: { plan: null, open: 'hello' }, errors: [deniedError(['plan'])] });
  });

  test('ends a running subscription when it takes a policy back', async () => {
    const { messages, ends } = await follow(overWebSocket, 'subscription { planChanged }', {
      policies: ['plans:read'],
    });
    await eventually(() => expect(messages).toHaveLength(1));
    evaluator.change([]);
    await eventually(() => expect(ends[0]).toEqual([deniedError(['planChanged'])]));
    await eventually(() => expect(world.stubs.catalogue.subscriptions()).toBe(0));
    expect(messages).toHaveLength(1);
  });
});

describe('composition', () => {
  const compose = (change: (sdl: string) => string) => {
    const subgraphs = Object.entries(librarySchemas).map(([name, sdl]) => ({
      name,
      url: `http://${name}/graphql`,
      typeDefs: parse(change(sdl)),
    }));
    const composition = composeSupergraph(subgraphs);
    return composition.ok ? [] : composition.problems.map(({ code }) => code);
  };

  test('refuses a field that would tell what it @requires to whoever may not see that', () => {
    expect(compose((sdl) => sdl)).toEqual([]);
    expect(
      compose((sdl) => sdl.replace('@requires(fields: "weight") @signedIn', '@requires(fields: "weight")')),
    ).toEqual(expect.arrayContaining(['MISSING_TRANSITIVE_AUTH_REQUIREMENTS']));
  });

  test('refuses a requirement on an interface, which its types would not follow', () => {
    const codes = compose((sdl) => sdl.replace('interface Item {', 'interface Item @signedIn {'));
    expect(new Set(codes)).toEqual(new Set(['AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE']));
  });
});
