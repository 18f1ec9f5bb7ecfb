import { admin, anonymous, captureEvents, customer, operator } from '@nakku/testkit';
import { startUsersHarness, type UsersHarness } from './harness.ts';

const ADDRESS = `{ lines: ["Street 1"], city: "Berlin", postcode: "10115", country: "DE", location: { latitude: 52.5, longitude: 13.4 } }`;
const SEEN = 'name email phone roles storeIds isDisabled version addresses { id } sessions { id }';

describe('profiles', () => {
  let users: UsersHarness;
  beforeAll(async () => {
    users = await startUsersHarness();
  });
  afterAll(() => users.stop());

  const add = (caller: Parameters<UsersHarness['mutate']>[2], label: string, isDefault = false) =>
    users.mutate(
      `addressAdd(input: { label: "${label}", address: ${ADDRESS}, isDefault: ${isDefault} })`,
      'address { id label isDefault address { city location { latitude } } }',
      caller,
    );
  const book = async (caller: Parameters<UsersHarness['mutate']>[2]) =>
    (await users.client.query('{ me { addresses { label isDefault } } }', {}, caller ?? anonymous())).data?.me
      .addresses;

  test('the address book keeps one default, and its owner’s state is published whole', async () => {
    const { caller } = await users.register();
    const first = await add(caller, 'Home');
    expect(first).toMatchObject({
      address: { label: 'Home', isDefault: true, address: { city: 'Berlin', location: { latitude: 52.5 } } },
      userErrors: [],
    });
    const second = await add(caller, 'Work', true);
    await add(caller, 'Gym');
    expect(await book(caller)).toEqual([
      { label: 'Work', isDefault: true },
      { label: 'Home', isDefault: false },
      { label: 'Gym', isDefault: false },
    ]);
    expect(await add(caller, 'Fourth')).toMatchObject({
      address: null,
      userErrors: [{ __typename: 'LimitReachedError' }],
    });
    const workId = (second.address as { id: string }).id;
    await users.mutate(
      `addressUpdate(addressId: "${workId}", input: { label: "Office" })`,
      'address { label }',
      caller,
    );
    const removed = await users.mutate(`addressRemove(addressId: "${workId}")`, 'removedAddressId', caller);
    expect(removed).toEqual({ removedAddressId: workId, userErrors: [] });
    expect(await book(caller)).toEqual([
      { label: 'Home', isDefault: true },
      { label: 'Gym', isDefault: false },
    ]);
    const capture = await captureEvents(users.world.topicPrefix, ['users']);
    const last = await capture.waitFor('user.address.removed', { subject: caller.userId });
    expect(last.sequence).toBe(6);
    expect(last.data).toMatchObject({
      addressId: workId,
      user: { addresses: [{ label: 'Home', isDefault: true, city: 'Berlin' }, { label: 'Gym' }] },
    });
    await capture.stop();
  });

  test('ten tabs that add at once stay within the limit and have one default', async () => {
    const { caller } = await users.register();
    await Promise.all(Array.from({ length: 10 }, (_, index) => add(caller, `Place ${index}`, true)));
    const addresses = await book(caller);
    expect(addresses).toHaveLength(3);
    expect(addresses.filter((address: { isDefault: boolean }) => address.isDefault)).toHaveLength(1);
  });

  test('a foreign address is a missing address', async () => {
    const owner = await users.register();
    const thief = await users.register();
    const { id } = (await add(owner.caller, 'Home')).address as { id: string };
    for (const mutation of [
      `addressRemove(addressId: "${id}")`,
      `addressSetDefault(addressId: "${id}")`,
      `addressUpdate(addressId: "${id}", input: { label: "Mine" })`,
    ]) {
      expect((await users.mutate(mutation, '__typename', thief.caller)).userErrors).toMatchObject([
        { __typename: 'NotFoundError', path: ['addressId'] },
      ]);
    }
    expect(await book(owner.caller)).toEqual([{ label: 'Home', isDefault: true }]);
    const entities = await users.client.query(
      'query($r: [_Any!]!) { _entities(representations: $r) { ... on Address { label } } }',
      { r: [{ __typename: 'Address', id }] },
      thief.caller,
    );
    expect(entities.data?._entities).toEqual([null]);
  });

  test('a profile changes from the version that was seen', async () => {
    const { caller } = await users.register();
    const change = (version: number) =>
      users.mutate(
        `profileUpdate(input: { name: "Una", phone: "+4930901820", expectedVersion: ${version} })`,
        'user { name phone version }',
        caller,
      );
    expect(await change(9)).toMatchObject({
      user: null,
      userErrors: [{ __typename: 'VersionConflictError' }],
    });
    expect(await change(1)).toEqual({
      user: { name: 'Una', phone: '+4930901820', version: 2 },
      userErrors: [],
    });
  });

  test('others see the name and nothing else', async () => {
    const { caller } = await users.register();
    const read = async (as: Parameters<UsersHarness['client']['query']>[2]) =>
      (
        await users.client.query(
          `query($r: [_Any!]!) { _entities(representations: $r) { ... on User { ${SEEN} } } }`,
          { r: [{ __typename: 'User', id: caller.userId }] },
          as,
        )
      ).data?._entities[0];
    const nothing = {
      email: null,
      phone: null,
      roles: null,
      storeIds: null,
      isDisabled: null,
      version: null,
      addresses: null,
      sessions: null,
    };
    for (const as of [anonymous(), customer(), operator(['x'])]) {
      expect(await read(as)).toEqual({ name: 'Uma User', ...nothing });
    }
    for (const as of [caller, admin()]) {
      expect(await read(as)).toMatchObject({
        name: 'Uma User',
        roles: ['CUSTOMER'],
        isDisabled: false,
        version: 1,
        addresses: [],
      });
    }
  });

  test('me is nobody for a guest', async () => {
    expect((await users.client.query('{ me { id } }', {}, anonymous())).data).toEqual({ me: null });
  });

  test('accounts are listed for admins, in pages both ways, and found by part of name or address', async () => {
    const names = ['quagga-1@nakku.example', 'quagga-2@nakku.example', 'quagga-3@nakku.example'];
    for (const name of names) await users.register(name);
    const list = async (args: string, caller = admin()) => {
      const response = await users.client.query(
        `{ users(search: "QUAGGA", ${args}) { edges { cursor node { email } } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } } }`,
        {},
        caller,
      );
      return { errors: response.errors, page: response.data?.users };
    };
    const first = await list('first: 2');
    expect(first.page.edges.map((edge: { node: { email: string } }) => edge.node.email)).toEqual([
      names[2],
      names[1],
    ]);
    expect(first.page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const second = await list(`first: 2, after: "${first.page.pageInfo.endCursor}"`);
    expect(second.page.edges.map((edge: { node: { email: string } }) => edge.node.email)).toEqual([names[0]]);
    const back = await list(`last: 1, before: "${second.page.pageInfo.startCursor}"`);
    expect(back.page.edges.map((edge: { node: { email: string } }) => edge.node.email)).toEqual([names[1]]);
    expect((await list('first: 101')).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expect((await list('first: 1', customer())).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  test('a reference is the same in capitals, and one that is no ID is nobody', async () => {
    const { caller } = await users.register();
    const { address } = await add(caller, 'Home');
    const addressId = String(Object(address).id);
    const entities = await users.client.query(
      `query($r: [_Any!]!) { _entities(representations: $r) { ... on User { name } ... on Address { label } } }`,
      {
        r: [
          { __typename: 'User', id: caller.userId.toUpperCase() },
          { __typename: 'User', id: 'nobody' },
          { __typename: 'Address', id: addressId.toUpperCase() },
          { __typename: 'Address', id: 'nowhere' },
        ],
      },
      caller,
    );
    expect(entities.errors).toBeUndefined();
    expect(entities.data?._entities).toEqual([{ name: 'Uma User' }, null, { label: 'Home' }, null]);
  });
});
