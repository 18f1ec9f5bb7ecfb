import { randomUUID } from 'node:crypto';
import type { DemoAccount } from '@nakku/demo';
import { DEMO_PASSWORD, demoAdmin, demoOperator } from '@nakku/demo';
import type { Account } from '../../../tools/src/client/index.ts';
import { TOKENS, mutation, openAccount, openApi, signedIn } from '../../../tools/src/client/index.ts';
import { addCard } from './operations.ts';
import { system } from './system.ts';

export const api = openApi(system.gatewayUrl);
const open = new Set<{ close(): Promise<unknown> }>();

/** Something that must not outlive the tests of this file, whatever becomes of them. */
export function closedAtTheEnd<T extends { close(): Promise<unknown> }>(one: T): T {
  open.add(one);
  return one;
}

/** Closes what the tests of this file have open, the last first; for `afterAll`. */
export async function closeAll(): Promise<void> {
  for (const one of [...open].reverse()) await one.close();
  await api.close();
}

const PASSWORD = 'a long pass phrase of a customer';

const userRegister = mutation<{ input: Record<string, unknown> }>()(
  `mutation UserRegister($input: UserRegisterInput!) {
    userRegister(input: $input) { user { id } ${TOKENS} userErrors { ...Refusal } }
  }`,
  signedIn,
);

export interface Customer {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly accessToken: string;
  readonly account: Account;
  /** Id of the default payment method. */
  readonly methodId: string;
}

/** A payment method of the customer. @param token the provider's name of a test card; undefined: cash at the door */
export async function paymentMethod(account: Account, token: string | undefined): Promise<string> {
  const what = token === undefined ? { kind: 'CASH' } : { kind: 'CARD', cardToken: token };
  const input = { ...what, idempotencyKey: randomUUID() };
  return (await account.execute(addCard, { input })).paymentMethod.id;
}

/** Registers by the public API, and adds a payment method. @param card see `paymentMethod`; default a good card */
export async function newCustomer(
  name = 'Nora New',
  o: { card: string | undefined } = { card: 'pm_card_visa' },
): Promise<Customer> {
  const email = `${name.split(' ')[0]?.toLowerCase()}-${randomUUID()}@customers.example`;
  const { user, tokens } = await api.execute(userRegister, { input: { email, password: PASSWORD, name } });
  const account = closedAtTheEnd(openAccount(api, { email, password: PASSWORD }, tokens));
  const methodId = await paymentMethod(account, o.card);
  return {
    userId: user.id,
    name,
    email,
    password: PASSWORD,
    accessToken: tokens.accessToken,
    account,
    methodId,
  };
}

/** One of the demo shop's accounts; logs in with the first call. */
export function demoAccount({ email }: DemoAccount): Account {
  return closedAtTheEnd(openAccount(api, { email, password: DEMO_PASSWORD }));
}

export const theOperator = demoAccount(demoOperator);
export const theAdmin = demoAccount(demoAdmin);
