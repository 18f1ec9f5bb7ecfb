import { type MigratedDatabase, migratedDatabase } from '@nakku/tools/prisma/migrated-database';
import type pg from 'pg';
import { v7 } from 'uuid';

describe('the database of users', () => {
  let database: MigratedDatabase;
  let client: pg.Pool;
  beforeAll(async () => {
    database = await migratedDatabase('users');
    client = database.pool;
  });
  afterAll(() => database.close());

  const insert = async (table: string, row: Record<string, unknown>) => {
    const columns = Object.keys(row);
    const values = columns.map((_, index) => `$${index + 1}`).join(', ');
    const { rows } = await client.query(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values}) RETURNING *`,
      Object.values(row),
    );
    return rows[0];
  };
  const user = (more: Record<string, unknown> = {}) =>
    insert('users', {
      id: v7(),
      email: `${v7()}@x`,
      name: 'X',
      password_hash: 'x',
      roles: ['customer'],
      ...more,
    });

  test('is what schema.prisma says', async () => {
    expect(await database.drift()).toBe('');
  });

  test.each([
    ['users_email_lower', { email: 'X@x' }],
    ['users_status', { status: 'ASLEEP' }],
    ['users_roles', { roles: [] }],
    ['users_roles', { roles: ['king'] }],
    ['users_store_ids', { store_ids: [v7()] }],
    ['users_versions', { role_version: 0 }],
  ])('%s refuses %j', async (constraint, row) => {
    await expect(user(row)).rejects.toMatchObject({ constraint });
  });

  test('an e-mail address belongs to one account that lives', async () => {
    await user({ email: 'same@x', deleted_at: new Date(), status: 'DELETED' });
    await user({ email: 'same@x' });
    await expect(user({ email: 'same@x' })).rejects.toMatchObject({ constraint: 'users_email_live' });
  });

  test('a user has one default address, a session one current token', async () => {
    const { id } = await user();
    const address = () =>
      insert('addresses', { id: v7(), user_id: id, label: 'x', address: {}, is_default: true });
    await address();
    await expect(address()).rejects.toMatchObject({ constraint: 'addresses_one_default' });
    const now = new Date();
    const session = await insert('sessions', {
      id: v7(),
      user_id: id,
      created_at: now,
      last_used_at: now,
      expires_at: now,
    });
    const token = () => insert('refresh_tokens', { hash: v7(), session_id: session.id, issued_at: now });
    await token();
    await expect(token()).rejects.toMatchObject({ constraint: 'refresh_tokens_one_current' });
    await expect(
      insert('sessions', {
        id: v7(),
        user_id: id,
        created_at: now,
        last_used_at: now,
        expires_at: now,
        revoked_at: now,
      }),
    ).rejects.toMatchObject({ constraint: 'sessions_revoked' });
  });
});
