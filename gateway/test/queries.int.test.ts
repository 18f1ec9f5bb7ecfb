import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
});

test('an operation is joined from three subgraphs', async () => {
  const { status, headers, body } = await world.execute(
    'query Both($first: Int) { trips(first: $first) { id traveller { name } vehicle { model } } }',
    { variables: { first: 2 } },
  );
  expect(body).toEqual({
    data: {
      trips: [
        { id: '1', traveller: { name: 'User u1' }, vehicle: { model: 'Model v1' } },
        { id: '2', traveller: { name: 'User u1' }, vehicle: { model: 'Model v1' } },
      ],
    },
  });
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

describe('authorization', () => {
  const query = '{ trips(first: 1) { id note traveller { name email } } me { name } secretPlan }';
  const denied = (...path: string[]) => ({
    message: 'Unauthorized field or type',
    path,
    extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
  });

  test('anonymous: what is restricted reads null, and nobody is asked for it', async () => {
    const before = world.stubs.people.requests.length;
    const { status, body } = await world.execute(query);
    expect(status).toBe(200);
    expect(body).toEqual({
      data: {
        trips: [{ id: '1', note: null, traveller: { name: 'User u1', email: null } }],
        me: null,
        secretPlan: null,
      },
      errors: [
        denied('trips', '@', 'note'),
        denied('trips', '@', 'traveller', 'email'),
        denied('me'),
        denied('secretPlan'),
      ],
    });
    const fetched = world.stubs.people.requests.slice(before).map((r) => r.query);
    expect(fetched).toHaveLength(1);
    expect(fetched.join()).not.toMatch(/email|\bme\b/);
  });

  test('a scope and a sign-in open their fields, a policy that nobody evaluates stays shut', async () => {
    const { body } = await world.execute(query, { token: await world.token({ scope: 'orders:read' }) });
    expect(body).toEqual({
      data: {
        trips: [{ id: '1', note: 'ring twice', traveller: { name: 'User u1', email: 'u1@example.org' } }],
        me: { name: 'User u1' },
        secretPlan: null,
      },
      errors: [denied('secretPlan')],
    });
    const token = await world.token({ roles: ['admin'], scope: 'users:admin' });
    expect((await world.execute(query, { token })).body.errors).toEqual([denied('secretPlan')]);
  });

  test('an operation of which nothing is left asks no subgraph', async () => {
    const before = world.stubs.trips.requests.length;
    const { body } = await world.execute('{ secretPlan }');
    expect(body).toEqual({ data: { secretPlan: null }, errors: [denied('secretPlan')] });
    expect(world.stubs.trips.requests).toHaveLength(before);
  });
});

describe('tokens', () => {
  const refused = (reason: string, message: string) => ({
    errors: [{ message, extensions: { code: 'UNAUTHENTICATED', reason } }],
  });

  test('an expired one is refused', async () => {
    const { status, headers, body } = await world.execute('{ me { id } }', {
      token: await world.token({ seconds: -60 }),
    });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    expect(body).toEqual(refused('TOKEN_EXPIRED', 'The access token has expired'));
  });

  test('garbage is refused', async () => {
    const { status, body } = await world.execute('{ me { id } }', { token: 'a.b.c' });
    expect(status).toBe(401);
    expect(body).toEqual(refused('TOKEN_INVALID', 'The access token is not valid'));
  });

  test('who calls is told to subgraphs in a signed identity, cart tokens as a hash', async () => {
    const token = await world.token({ sub: 'u7', sid: 's7' });
    const { body } = await world.execute('{ whoami }', { token, headers: { 'x-cart-token': 'secret' } });
    expect(JSON.parse(Object(body.data).whoami)).toEqual({
      kind: 'user',
      userId: 'u7',
      sessionId: 's7',
      roleVersion: 1,
      roles: ['customer'],
      scopes: ['orders:read'],
      storeIds: [],
      cartTokenHash: 'K7gNU3sdo-OL0wNhqoVWhr3g6s1xYv72ol_pe_Unols',
    });
    expect(JSON.stringify(world.stubs.people.requests.at(-1)?.headers)).not.toContain('secret');
  });
});

describe('broken parts', () => {
  test('a thrown error is masked and the rest is returned', async () => {
    const { status, body } = await world.execute(
      '{ broken: trip(id: "broken") { id } vehicle(id: "v1") { model } }',
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      data: { broken: null, vehicle: { model: 'Model v1' } },
      errors: [
        {
          message: 'Internal server error',
          path: ['broken'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', serviceName: 'trips' },
        },
      ],
    });
  });

  test('a code that the subgraph chose is kept', async () => {
    const { body } = await world.execute('{ trip(id: "gone") { id } }');
    expect(body.errors).toEqual([
      { message: 'No such trip', path: ['trip'], extensions: { code: 'NOT_FOUND', serviceName: 'trips' } },
    ]);
  });

  test('a dead subgraph costs its own part only, until it is back', async () => {
    const query = '{ trips(first: 1) { id vehicle { model } traveller { name } } }';
    await world.restart('vehicles', async () => {
      const { body } = await world.execute(query);
      expect(body.data).toEqual({
        trips: [{ id: '1', vehicle: { model: null }, traveller: { name: 'User u1' } }],
      });
      expect(body.errors).toEqual([
        {
          message: 'This part is not available right now',
          path: ['trips', 0, 'vehicle'],
          extensions: { code: 'SUBGRAPH_UNAVAILABLE', serviceName: 'vehicles' },
        },
      ]);
    });
    expect((await world.execute(query)).body).toEqual({
      data: { trips: [{ id: '1', vehicle: { model: 'Model v1' }, traveller: { name: 'User u1' } }] },
    });
  });
});

test('ids and trace travel with a request, the deadline too', async () => {
  const headers = { 'x-request-id': 'req-1', 'x-correlation-id': 'cor-1' };
  const response = await world.execute('{ vehicle(id: "v1") { model } }', { headers });
  expect(response.headers.get('x-request-id')).toBe('req-1');
  const sent = world.stubs.vehicles.requests.at(-1)?.headers ?? {};
  expect(sent).toMatchObject({ ...headers, 'x-nakku-client-ip': '127.0.0.1' });
  expect(sent.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  expect(Number(sent['x-nakku-deadline']) - Date.now()).toBeGreaterThan(10_000);
});
