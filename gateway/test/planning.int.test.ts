import type { RunningGateway } from '../src/index.ts';
import { eachTransport, transports } from './support/transports.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ SOCKET_QUERIES: 'true', SHOW_COST: 'true' });
});
afterAll(() => world.close());

let budgets = 0;
/** A gateway whose clients have budgets of their own, and whose planning costs what the test can know. */
const gatewayWith = (env: Record<string, string>) =>
  world.anotherGateway({
    REDIS_PREFIX: `${world.redisPrefix}planning${(budgets += 1)}:`,
    NEW_DOCUMENT_COST: '50',
    PLANNING_COST_PER_MS: '0',
    FETCH_COST: '10',
    COST_PER_USER_PER_SECOND: '1',
    ...env,
  });
const requestCount = () => Object.values(world.stubs).reduce((sum, stub) => sum + stub.requests.length, 0);
const named = (name: string) => ({ query: `query ${name} { trips(first: 1) { id } }` });

test('a document that was never seen costs for it, once, and nothing of that is given back', async () => {
  const gateway = await gatewayWith({ COST_PER_USER: '200', MAX_COST: '200' });
  const token = await world.token();
  const remaining = async (query: string) => {
    const { codes, headers } = await transports.post(gateway, { query }, token);
    return [codes, Number(headers.get('x-graphql-cost-remaining'))];
  };
  // 50 for the document, 10 for the fetch, 1 for the trip; one may come back in each second.
  const [, first] = await remaining(named('A').query);
  const [, again] = await remaining(named('A').query);
  const [codes, afterInvalid] = await remaining('{ nothing }');
  expect(codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  expect([first, again, afterInvalid].map((left) => Math.floor((Number(left) + 2) / 10))).toEqual([
    14, 13, 8,
  ]);
});

test('planning that takes longer costs what it takes', async () => {
  const gateway = await gatewayWith({ COST_PER_USER: '100000', PLANNING_COST_PER_MS: '1000' });
  const token = await world.token();
  await transports.post(gateway, named('A'), token);
  const { headers } = await transports.post(gateway, named('A'), token);
  // It takes a tenth of a millisecond at least: 100 and not 50.
  expect(Number(headers.get('x-graphql-cost-remaining'))).toBeLessThan(100_000 - 100 - 2 * 11);
});

describe('over each transport', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await gatewayWith({
      NEW_DOCUMENTS_PER_USER: '2',
      NEW_DOCUMENTS_PER_USER_PER_SECOND: '1',
      MAX_RESPONSE_BYTES: '100000',
    });
  });

  test.each(eachTransport)(
    'new documents of a client are bounded over %s, known ones go on',
    async (name, send) => {
      const token = await world.token({ sub: name });
      const names = ['A', 'B', 'C', 'D', 'E', 'F'].map((letter) => `${letter}${name}`);
      // They come at once: more than the bucket can give meanwhile.
      const sent = await Promise.all(names.map((one) => send(gateway, named(one), token)));
      const refused = sent.filter(({ codes }) => codes.includes('NEW_DOCUMENTS_LIMITED'));
      expect(refused.length).toBeGreaterThanOrEqual(1);
      const [one] = refused;
      expect(Object(one?.body).errors[0].extensions.retryAfterSeconds).toBeGreaterThanOrEqual(1);
      if (one?.status !== undefined) expect(one.status).toBe(429);
      const known = names.filter((__, i) => sent[i]?.codes.length === 0);
      for (const again of known) expect((await send(gateway, named(again), token)).codes).toEqual([]);
      const other = await world.token({ sub: `another over ${name}` });
      expect((await send(gateway, named(`G${name}`), other)).codes).toEqual([]);
    },
  );

  test.each(eachTransport)(
    'one new document from many requests at once counts once over %s',
    async (name, send) => {
      const token = await world.token({ sub: `many over ${name}` });
      const sent = await Promise.all(
        Array.from({ length: 20 }, () => send(gateway, named(`Many${name}`), token)),
      );
      expect(sent.map(({ codes }) => codes)).toEqual(Array.from({ length: 20 }, () => []));
      // One of two is left.
      const next = await send(gateway, named(`Next${name}`), token);
      expect(next.codes).toEqual([]);
    },
  );

  test.each(eachTransport)(
    'a response that would be too large is refused before it is fetched over %s',
    async (_, send) => {
      const alias = 'a'.repeat(64);
      const before = requestCount();
      const { codes, body } = await send(gateway, { query: `{ trips(first: 2000) { ${alias}: id } }` });
      expect(codes).toEqual(['RESPONSE_TOO_LARGE']);
      expect(Object(body).errors[0].extensions).toEqual({
        code: 'RESPONSE_TOO_LARGE',
        estimated: 5 + 4 + 2_000 * (64 + 4 + 24),
        maximum: 100_000,
      });
      expect(requestCount()).toBe(before);
    },
  );
});

test('each fetch that was made costs, and what is not there is not fetched', async () => {
  const gateway = await gatewayWith({});
  const query = 'query ($id: ID!) { trip(id: $id) { id traveller { name } } }';
  const there = await transports.post(gateway, { query, variables: { id: '1' } });
  expect(Object(there.body.extensions).cost).toMatchObject({ estimated: 22, actual: 22 });
  const missing = await transports.post(gateway, { query, variables: { id: 'gone' } });
  expect(Object(missing.body.extensions).cost).toMatchObject({ estimated: 22, actual: 10 });
});

test('what takes too long to plan is refused, remembered, and stops nobody', async () => {
  const gateway = await gatewayWith({ PLANNING_TIMEOUT_MS: '1' });
  const before = requestCount();
  const query = `{ ${Array.from({ length: 20 }, (_, i) => `t${i}: trips(first: 1) { traveller { name } }`).join(' ')} }`;
  for (let i = 0; i < 2; i += 1) {
    const { status, codes } = await transports.post(gateway, { query });
    expect([status, codes]).toEqual([400, ['PLANNING_TOO_EXPENSIVE']]);
  }
  expect(requestCount()).toBe(before);
  expect((await fetch(`${gateway.url}/ready`)).status).toBe(200);
});

test('all users of one address together have a budget, whatever accounts they take', async () => {
  const gateway = await gatewayWith({
    COST_PER_USER: '100',
    ACCOUNTS_PER_ADDRESS: '2',
    NEW_DOCUMENT_COST: '0',
  });
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((sub) => world.token({ sub })));
  // Each costs 50: a fetch and forty trips. Two come back in a second.
  const query = '{ trips(first: 40) { id } }';
  for (const token of [a, a, b, b])
    expect((await transports.post(gateway, { query }, token)).codes).toEqual([]);
  for (const [name, send] of eachTransport)
    expect([name, (await send(gateway, { query }, c)).codes]).toEqual([name, ['COST_BUDGET_EXHAUSTED']]);
  expect((await transports.post(gateway, { query })).codes).toEqual([]);
});
