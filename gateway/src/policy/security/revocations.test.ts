import type { UserCaller } from '@nakku/identity';
import { RevokedEntries } from './revocations.ts';

const caller = (o: Partial<UserCaller> = {}): UserCaller => ({
  kind: 'user',
  userId: 'u1',
  sessionId: 's1',
  roleVersion: 3,
  roles: [],
  scopes: [],
  storeIds: [],
  ...o,
});

test.each<[string, string[], UserCaller, boolean]>([
  ['nothing', [], caller(), false],
  ['its session', ['sid:s1'], caller(), true],
  ['another session', ['sid:s2'], caller(), false],
  ['all its sessions', ['user:u1'], caller(), true],
  ['older roles', ['rv:u1:4'], caller(), true],
  ['these roles', ['rv:u1:3'], caller(), false],
  ['roles of another user', ['rv:u2:9'], caller(), false],
  ['a user whose id has colons', ['rv:a:b:2'], caller({ userId: 'a:b', roleVersion: 1 }), true],
  ['the key of its token', ['kid:k1'], caller(), true],
  ['another key', ['kid:k2'], caller(), false],
  ['several versions, of which the newest counts', ['rv:u1:5', 'rv:u1:2'], caller({ roleVersion: 4 }), true],
])('%s', (_, members, who, expected) => {
  const entries = new RevokedEntries();
  entries.add(members.flatMap((member) => [member, '1000']));
  expect(entries.has(who, 'k1', 999)).toBe(expected);
  expect(entries.has(who, 'k1', 1_000)).toBe(false);
});

test('only what is new is a change, and what is over is forgotten', () => {
  const entries = new RevokedEntries();
  expect(entries.add(['sid:s1', '1000', 'rv:u1:4', '1000'])).toBe(true);
  expect(entries.add(['sid:s1', '1000', 'rv:u1:4', '1000'])).toBe(false);
  expect(entries.add(['sid:s1', '2000'])).toBe(true);
  entries.forgetBefore(1_500);
  expect(entries.has(caller({ roleVersion: 1, sessionId: 's9' }), 'k1', 0)).toBe(false);
  expect(entries.has(caller({ roleVersion: 9 }), 'k1', 0)).toBe(true);
});
