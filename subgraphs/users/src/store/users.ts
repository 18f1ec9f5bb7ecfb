import type { Page } from '@nakku/graphql-kit';
import { roleSchema } from '@nakku/identity';
import type { User as UserRow } from '../generated/prisma/client.ts';
import type { User } from '../domain/user.ts';
import type { Sql } from './database.ts';

export function userOf(row: UserRow): User {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    phone: row.phone,
    status: row.status === 'ACTIVE' || row.status === 'DISABLED' ? row.status : 'DELETED',
    roles: row.roles.map((role) => roleSchema.parse(role)),
    storeIds: row.storeIds,
    roleVersion: row.roleVersion,
    version: row.version,
    createdAt: row.createdAt,
  };
}

/** Users by id, also disabled and deleted ones: orders still refer to them. */
export async function usersById(sql: Sql, ids: readonly string[]): Promise<User[]> {
  return (await sql.user.findMany({ where: { id: { in: [...ids] } } })).map(userOf);
}

export async function findUser(sql: Sql, id: string): Promise<User | null> {
  return (await usersById(sql, [id]))[0] ?? null;
}

/** Locks a user's row for a change; null if there is none or it was deleted. */
export async function lockUser(sql: Sql, id: string): Promise<User | null> {
  await sql.$queryRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR UPDATE`;
  const user = await findUser(sql, id);
  return user === null || user.status === 'DELETED' ? null : user;
}

/** The account of an e-mail address, with its hash. */
export async function findByEmail(
  sql: Sql,
  email: string,
): Promise<{ user: User; passwordHash: string } | null> {
  const row = await sql.user.findFirst({ where: { email: email.toLowerCase(), deletedAt: null } });
  return row === null ? null : { user: userOf(row), passwordHash: row.passwordHash };
}

export async function passwordHashOf(sql: Sql, id: string): Promise<string | null> {
  return (await sql.user.findUnique({ where: { id }, select: { passwordHash: true } }))?.passwordHash ?? null;
}

export interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly passwordHash: string;
  readonly roles: readonly string[];
  readonly storeIds: readonly string[];
}

/** Makes an account unless its e-mail address is taken; then null. */
export async function insertUser(sql: Sql, user: NewUser, now: Date): Promise<User | null> {
  const rows = await sql.$queryRaw<{ id: string }[]>`
    INSERT INTO users (id, email, name, phone, password_hash, roles, store_ids, created_at, updated_at)
    VALUES (${user.id}::uuid, ${user.email.toLowerCase()}, ${user.name}, ${user.phone}, ${user.passwordHash},
            ${[...user.roles]}, ${[...user.storeIds]}::uuid[], ${now}, ${now})
    ON CONFLICT (email) WHERE deleted_at IS NULL DO NOTHING
    RETURNING id`;
  return rows.length === 0 ? null : findUser(sql, user.id);
}

export interface UserChange {
  readonly name?: string;
  readonly phone?: string | null;
  readonly passwordHash?: string;
  readonly status?: 'DISABLED';
  readonly roles?: string[];
  readonly storeIds?: string[];
  /** New rights: tokens with the old ones are void. */
  readonly newRoleVersion?: boolean;
}

/** Writes a change of a user who is locked; adds 1 to the version. Returns the user after it. */
export async function updateUser(sql: Sql, id: string, change: UserChange, now: Date): Promise<User> {
  const { newRoleVersion, ...columns } = change;
  const row = await sql.user.update({
    where: { id },
    data: {
      ...columns,
      updatedAt: now,
      version: { increment: 1 },
      ...(newRoleVersion ? { roleVersion: { increment: 1 } } : {}),
    },
  });
  return userOf(row);
}

/** A page of all accounts, newest first; `search` is part of the name or address. */
export async function pageOfUsers(
  sql: Sql,
  page: Page<[string, string]>,
  search: string | null,
): Promise<User[]> {
  const direction = page.backward ? 'asc' : 'desc';
  const beyond = page.backward ? 'gt' : 'lt';
  const [at, id] = page.cursor ?? [null, null];
  const rows = await sql.user.findMany({
    where: {
      deletedAt: null,
      AND: [
        at === null
          ? {}
          : {
              OR: [
                { createdAt: { [beyond]: new Date(at) } },
                { createdAt: new Date(at), id: { [beyond]: id } },
              ],
            },
        search === null
          ? {}
          : {
              OR: [
                { name: { contains: search, mode: 'insensitive' } },
                { email: { contains: search, mode: 'insensitive' } },
              ],
            },
      ],
    },
    orderBy: [{ createdAt: direction }, { id: direction }],
    take: page.limit + 1,
  });
  return rows.map(userOf);
}

export async function auditSignIn(
  sql: Sql,
  entry: {
    id: string;
    userId: string | null;
    outcome: 'SUCCEEDED' | 'REFUSED' | 'DISABLED';
    ip: string;
    at: Date;
  },
): Promise<void> {
  await sql.signIn.create({ data: entry });
}

export async function auditRoleChange(
  sql: Sql,
  entry: { id: string; changedBy: string; before: User; after: User; at: Date },
): Promise<void> {
  const rights = ({ roles, storeIds, status }: User) => ({
    roles: [...roles],
    storeIds: [...storeIds],
    status,
  });
  await sql.roleChange.create({
    data: {
      id: entry.id,
      userId: entry.after.id,
      changedBy: entry.changedBy,
      before: rights(entry.before),
      after: rights(entry.after),
      at: entry.at,
    },
  });
}
