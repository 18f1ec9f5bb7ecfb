import { captureEvents, eventually, type EventCapture } from '@nakku/testkit';
import { PASSWORD, startUsersHarness, type UsersHarness } from './harness.ts';

let users: UsersHarness;
let contacts: EventCapture;
beforeAll(async () => {
  users = await startUsersHarness();
  contacts = await captureEvents(users.world.topicPrefix, ['user-contacts']);
});
afterAll(async () => {
  await contacts.stop();
  await users.stop();
});

test('how a user is reached is published where it may have changed, and withdrawn with the account', async () => {
  const account = await users.register('reached@nakku.example');
  const { userId } = account.caller;
  await users.mutate('profileUpdate(input: { name: "Rita Reached" })', 'user { id }', account.caller);
  await users.logIn(account.email);
  await users.mutate(`accountErase(password: "${PASSWORD}")`, 'erasedUserId', account.caller);
  await eventually(() => {
    const published = contacts.events.filter(({ key }) => key === userId);
    expect(published.map(({ type }) => type)).toEqual([
      'user_contact.changed',
      'user_contact.changed',
      'user_contact.changed',
      'user_contact.removed',
    ]);
    const [registered, renamed, , removed] = published;
    expect(registered?.data).toMatchObject({ userId, email: 'reached@nakku.example' });
    expect(renamed?.data).toMatchObject({ name: 'Rita Reached' });
    expect(removed?.data).toEqual({ userId, at: expect.any(String) });
    const sequences = published.map(({ sequence }) => sequence);
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
  });
});
