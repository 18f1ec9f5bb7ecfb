import { randomUUID } from 'node:crypto';
import { demoStores } from '@nakku/demo';
import { z } from 'zod';
import { mutation } from '../../../tools/src/client/index.ts';
import { newCustomer, theAdmin } from '../harness/accounts.ts';
import type { Customer } from '../harness/accounts.ts';
import { post } from '../harness/raw.ts';
import { store } from '../harness/shopping.ts';
import { until } from '../harness/waiting.ts';

/** The columns of the matrix. Everybody who is signed in has exactly one role. */
export const CALLERS = [
  'anonymous',
  'other customer',
  'owner',
  'courier',
  'operator of another store',
  'operator of this store',
  'admin',
] as const;
export type CallerName = (typeof CALLERS)[number];

/** Who calls: without a token nobody. */
export interface MatrixCaller {
  readonly name: CallerName;
  readonly userId: string | undefined;
  readonly token: string | undefined;
}

export interface Cast {
  readonly owner: Customer;
  readonly callers: Readonly<Record<CallerName, MatrixCaller>>;
}

const rolesSet = mutation<{ userId: string; roles: readonly string[]; storeIds: readonly string[] }>()(
  `mutation UserRolesSet($userId: ID!, $roles: [Role!]!, $storeIds: [ID!]!) {
    userRolesSet(userId: $userId, roles: $roles, storeIds: $storeIds) { user { id } userErrors { ...Refusal } }
  }`,
  z.object({ user: z.object({ id: z.string() }) }),
);

const courierCreate = mutation<{ input: Record<string, unknown> }>()(
  `mutation CourierCreate($input: CourierCreateInput!) {
    courierCreate(input: $input) { courier { id } userErrors { ...Refusal } }
  }`,
  z.object({ courier: z.object({ id: z.string() }) }),
);

const loggedIn = z.object({
  sessionCreate: z.object({ tokens: z.object({ accessToken: z.string() }) }),
});

/** A token of the roles that the account has now. */
export async function tokenOf({ email, password }: Customer): Promise<string> {
  const { data } = await post({
    query:
      'mutation ($input: SessionCreateInput!) { sessionCreate(input: $input) { tokens { accessToken } userErrors { __typename } } }',
    variables: { input: { email, password } },
  });
  return loggedIn.parse(data).sessionCreate.tokens.accessToken;
}

async function inRole(
  name: CallerName,
  role: string,
  storeIds: readonly string[] = [],
): Promise<MatrixCaller> {
  const account = await newCustomer(`${role.charAt(0)}${randomUUID().slice(0, 6)} Matrix`);
  await theAdmin.execute(rolesSet, { userId: account.userId, roles: [role], storeIds });
  if (role === 'COURIER') await becomeCourier(account);
  return { name, userId: account.userId, token: await tokenOf(account) };
}

/** Delivery hears of the account by an event. */
async function becomeCourier({ userId }: Customer): Promise<void> {
  const input = { userId, displayName: 'Matrix', vehicle: 'BICYCLE', capacity: 3 };
  await until(
    () =>
      theAdmin.execute(courierCreate, { input }).then(
        () => 'done',
        (error: unknown) => (String(error).includes('COURIER_EXISTS') ? 'done' : String(error)),
      ),
    (outcome) => outcome === 'done',
  );
}

export async function hireCast(): Promise<Cast> {
  const elsewhere = demoStores.find(({ storeId }) => storeId !== store.storeId);
  if (!elsewhere) throw new Error('the demo shop has one store only');
  const owner = await newCustomer('Mona Matrix');
  const other = await newCustomer('Otto Other');
  const customer = (name: CallerName, { userId, accessToken }: Customer): MatrixCaller => ({
    name,
    userId,
    token: accessToken,
  });
  return {
    owner,
    callers: {
      anonymous: { name: 'anonymous', userId: undefined, token: undefined },
      'other customer': customer('other customer', other),
      owner: customer('owner', owner),
      courier: await inRole('courier', 'COURIER'),
      'operator of another store': await inRole('operator of another store', 'STORE_OPERATOR', [
        elsewhere.storeId,
      ]),
      'operator of this store': await inRole('operator of this store', 'STORE_OPERATOR', [store.storeId]),
      admin: await inRole('admin', 'ADMIN'),
    },
  };
}
