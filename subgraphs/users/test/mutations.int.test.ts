import { typeDefsOf } from '@nakku/graphql-kit';
import {
  admin,
  anonymous,
  courier,
  customer,
  type MutationCase,
  mutationCases,
  operator,
  operatorCases,
} from '@nakku/testkit';
import { v7 } from 'uuid';
import { type Account, PASSWORD, startUsersHarness, type UsersHarness } from './harness.ts';

const address = {
  lines: ['Street 1'],
  city: 'Berlin',
  postcode: '10115',
  country: 'DE',
  location: { latitude: 52.5, longitude: 13.4 },
};
const person = { email: 'p@nakku.example', password: 'correct horse battery', name: 'P' };

describe('mutations of users', () => {
  let users: UsersHarness;
  let account: Account;
  beforeAll(async () => {
    users = await startUsersHarness({ AUTH_LIMIT_PER_ACCOUNT: '100000' });
    account = await users.register('known@nakku.example');
  });
  afterAll(() => users.stop());

  const signedIn = (args: Record<string, unknown>): MutationCase => ({
    title: 'a guest',
    caller: anonymous(),
    args,
    refused: { error: 'UNAUTHENTICATED' },
  });
  const withScope = (args: Record<string, unknown>): MutationCase[] => [
    signedIn(args),
    { title: 'a token without the scope', caller: unscoped, args, refused: { error: 'FORBIDDEN' } },
  ];
  const adminsOnly = (args: Record<string, unknown>): MutationCase[] => [
    signedIn(args),
    { title: 'a customer', caller: customer(), args, refused: { error: 'FORBIDDEN' } },
    { title: 'a courier', caller: courier(), args, refused: { error: 'FORBIDDEN' } },
    { title: 'a store operator', caller: operator([v7()]), args, refused: { error: 'FORBIDDEN' } },
  ];
  const invalid = (
    title: string,
    args: () => Record<string, unknown>,
    path: string[],
    caller?: () => MutationCase['caller'],
  ): MutationCase => ({
    title,
    get caller() {
      return caller?.() ?? anonymous();
    },
    args,
    refused: { userError: 'InvalidInputError', path },
  });
  const self = () => account.caller;
  const boss = admin();
  const unscoped = { ...courier(), scopes: [] };

  mutationCases({
    typeDefs: typeDefsOf('users'),
    service: () => ({ databaseUrl: users.world.databaseUrl, execute: users.client.query }),
    auditTables: ['public.audit_entries'],
    cases: {
      userRegister: [
        invalid('a short password', () => ({ input: { ...person, password: 'short' } }), [
          'input',
          'password',
        ]),
        invalid(
          'a password of 129 characters',
          () => ({ input: { ...person, password: 'xy'.repeat(64) + 'z' } }),
          ['input', 'password'],
        ),
        invalid('a common password', () => ({ input: { ...person, password: 'password123' } }), [
          'input',
          'password',
        ]),
        invalid('no name', () => ({ input: { ...person, name: ' ' } }), ['input', 'name']),
        invalid('a name with NUL', () => ({ input: { ...person, name: 'a\0b' } }), ['input', 'name']),
        invalid(
          'a password of half a surrogate pair',
          () => ({ input: { ...person, password: 'long enough \ud800' } }),
          ['input', 'password'],
        ),
        invalid('a name of 101 characters', () => ({ input: { ...person, name: 'x'.repeat(101) } }), [
          'input',
          'name',
        ]),
        {
          title: 'a malformed address',
          caller: anonymous(),
          args: { input: { ...person, email: 'nobody' } },
          refused: { error: 'BAD_USER_INPUT' },
        },
        {
          title: 'a malformed telephone number',
          caller: anonymous(),
          args: { input: { ...person, phone: '12' } },
          refused: { error: 'BAD_USER_INPUT' },
        },
        {
          title: 'a taken address',
          caller: anonymous(),
          args: { input: { ...person, email: 'Known@nakku.example' } },
          refused: { userError: 'EmailTakenError', path: ['input', 'email'] },
        },
      ],
      sessionCreate: [
        invalid(
          'a password of 513 characters',
          () => ({ input: { email: person.email, password: 'x'.repeat(513) } }),
          ['input', 'password'],
        ),
        {
          title: 'an unknown address',
          caller: anonymous(),
          args: { input: { email: person.email, password: PASSWORD } },
          refused: { userError: 'InvalidCredentialsError' },
        },
        {
          title: 'a wrong password',
          caller: anonymous(),
          args: { input: { email: 'known@nakku.example', password: 'wrong' } },
          refused: { userError: 'InvalidCredentialsError' },
        },
      ],
      sessionRefresh: [
        invalid('no token', () => ({ refreshToken: '' }), ['refreshToken']),
        invalid('a token of 129 characters', () => ({ refreshToken: 'x'.repeat(129) }), ['refreshToken']),
        {
          title: 'an unknown token',
          caller: anonymous(),
          args: { refreshToken: 'x' },
          refused: { userError: 'InvalidRefreshTokenError' },
        },
      ],
      sessionRevoke: [
        signedIn({}),
        invalid('a malformed session', () => ({ sessionId: 'x' }), ['sessionId'], self),
        {
          title: 'a foreign session',
          caller: customer(),
          args: () => ({ sessionId: account.caller.sessionId }),
          refused: { userError: 'NotFoundError', path: ['sessionId'] },
        },
      ],
      sessionsRevokeAll: [
        signedIn({}),
        {
          title: 'an account that is gone',
          caller: customer(),
          args: {},
          refused: { userError: 'NotFoundError' },
        },
      ],
      profileUpdate: [
        ...withScope({ input: { name: 'X' } }),
        invalid('an empty name', () => ({ input: { name: '' } }), ['input', 'name'], self),
        {
          title: 'a stale version',
          get caller() {
            return account.caller;
          },
          args: { input: { name: 'X', expectedVersion: 99 } },
          refused: { userError: 'VersionConflictError', path: ['input', 'expectedVersion'] },
        },
      ],
      passwordChange: [
        ...withScope({ input: { currentPassword: 'x', newPassword: 'a new strong password' } }),
        invalid(
          'a common new password',
          () => ({ input: { currentPassword: PASSWORD, newPassword: 'iloveyou' } }),
          ['input', 'newPassword'],
          self,
        ),
        {
          title: 'a wrong current password',
          get caller() {
            return account.caller;
          },
          args: { input: { currentPassword: 'wrong', newPassword: 'a new strong password' } },
          refused: { userError: 'InvalidCredentialsError' },
        },
      ],
      addressAdd: [
        ...withScope({ input: { label: 'Home', address } }),
        invalid('no label', () => ({ input: { label: '', address } }), ['input', 'label'], self),
        invalid(
          'no lines',
          () => ({ input: { label: 'Home', address: { ...address, lines: [] } } }),
          ['input', 'address', 'lines'],
          self,
        ),
        invalid(
          'four lines',
          () => ({ input: { label: 'Home', address: { ...address, lines: ['1', '2', '3', '4'] } } }),
          ['input', 'address', 'lines'],
          self,
        ),
        invalid(
          'instructions of 301 characters',
          () => ({ input: { label: 'Home', address: { ...address, instructions: 'x'.repeat(301) } } }),
          ['input', 'address', 'instructions'],
          self,
        ),
        {
          title: 'a latitude beyond the pole',
          get caller() {
            return account.caller;
          },
          args: {
            input: { label: 'Home', address: { ...address, location: { latitude: 91, longitude: 0 } } },
          },
          refused: { error: 'BAD_USER_INPUT' },
        },
        {
          title: 'a country that is none',
          get caller() {
            return account.caller;
          },
          args: { input: { label: 'Home', address: { ...address, country: 'XX' } } },
          refused: { error: 'BAD_USER_INPUT' },
        },
      ],
      addressUpdate: [
        ...withScope({ addressId: v7(), input: { label: 'X' } }),
        invalid('a malformed id', () => ({ addressId: 'x', input: {} }), ['addressId'], self),
        invalid(
          'a label of 41 characters',
          () => ({ addressId: v7(), input: { label: 'x'.repeat(41) } }),
          ['input', 'label'],
          self,
        ),
        {
          title: 'a missing address',
          get caller() {
            return account.caller;
          },
          args: { addressId: v7(), input: { label: 'X' } },
          refused: { userError: 'NotFoundError', path: ['addressId'] },
        },
      ],
      addressRemove: [
        ...withScope({ addressId: v7() }),
        invalid('a malformed id', () => ({ addressId: 'x' }), ['addressId'], self),
        {
          title: 'a missing address',
          get caller() {
            return account.caller;
          },
          args: { addressId: v7() },
          refused: { userError: 'NotFoundError', path: ['addressId'] },
        },
      ],
      addressSetDefault: [
        ...withScope({ addressId: v7() }),
        invalid('a malformed id', () => ({ addressId: 'x' }), ['addressId'], self),
        {
          title: 'a missing address',
          get caller() {
            return account.caller;
          },
          args: { addressId: v7() },
          refused: { userError: 'NotFoundError', path: ['addressId'] },
        },
      ],
      userRolesSet: [
        ...adminsOnly({ userId: v7(), roles: ['ADMIN'] }),
        invalid(
          'a malformed id',
          () => ({ userId: 'x', roles: ['ADMIN'] }),
          ['userId'],
          () => boss,
        ),
        invalid(
          'no roles',
          () => ({ userId: v7(), roles: [] }),
          ['roles'],
          () => boss,
        ),
        invalid(
          'stores without the role',
          () => ({ userId: v7(), roles: ['CUSTOMER'], storeIds: [v7()] }),
          ['storeIds'],
          () => boss,
        ),
        invalid(
          '51 stores',
          () => ({
            userId: v7(),
            roles: ['STORE_OPERATOR'],
            storeIds: Array.from({ length: 51 }, () => v7()),
          }),
          ['storeIds'],
          () => boss,
        ),
        {
          title: 'a missing user',
          caller: boss,
          args: { userId: v7(), roles: ['CUSTOMER'] },
          refused: { userError: 'NotFoundError', path: ['userId'] },
        },
        {
          title: 'the own account',
          caller: boss,
          args: { userId: boss.userId, roles: ['CUSTOMER'] },
          refused: { userError: 'OwnAccountError' },
        },
        {
          title: 'the own account in capitals',
          caller: boss,
          args: { userId: boss.userId.toUpperCase(), roles: ['CUSTOMER'] },
          refused: { userError: 'OwnAccountError' },
        },
      ],
      ...operatorCases('users'),
      userErase: [
        ...adminsOnly({ userId: v7() }),
        invalid(
          'a malformed id',
          () => ({ userId: 'x' }),
          ['userId'],
          () => boss,
        ),
        {
          title: 'a missing user',
          caller: boss,
          args: { userId: v7() },
          refused: { userError: 'NotFoundError', path: ['userId'] },
        },
        {
          title: 'the own account in capitals',
          caller: boss,
          args: { userId: boss.userId.toUpperCase() },
          refused: { userError: 'OwnAccountError' },
        },
      ],
      accountErase: [
        ...withScope({ password: PASSWORD }),
        {
          title: 'a wrong password',
          get caller() {
            return account.caller;
          },
          args: { password: 'wrong' },
          refused: { userError: 'InvalidCredentialsError', path: ['password'] },
        },
        invalid('a password without end', () => ({ password: 'x'.repeat(513) }), ['password'], self),
      ],
      userEnable: [
        ...adminsOnly({ userId: v7() }),
        invalid(
          'a malformed id',
          () => ({ userId: 'x' }),
          ['userId'],
          () => boss,
        ),
        {
          title: 'a missing user',
          caller: boss,
          args: { userId: v7() },
          refused: { userError: 'NotFoundError', path: ['userId'] },
        },
      ],
      userDisable: [
        ...adminsOnly({ userId: v7() }),
        invalid(
          'a malformed id',
          () => ({ userId: 'x' }),
          ['userId'],
          () => boss,
        ),
        {
          title: 'a missing user',
          caller: boss,
          args: { userId: v7() },
          refused: { userError: 'NotFoundError', path: ['userId'] },
        },
        {
          title: 'the own account',
          caller: boss,
          args: { userId: boss.userId },
          refused: { userError: 'OwnAccountError' },
        },
        {
          title: 'the own account in capitals',
          caller: boss,
          args: { userId: boss.userId.toUpperCase() },
          refused: { userError: 'OwnAccountError' },
        },
      ],
    },
  });
});
