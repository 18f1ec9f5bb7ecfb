import type { Page } from '@nakku/graphql-kit';
import { roleSchema } from '@nakku/identity';
import type { User as UserRow } from '../generated/prisma/client.ts';
import type { User } from '../domain/user.ts';
import type { Tx } from './database.ts';

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
export async function usersById(db: Tx, ids: readonly string[]): Promise<User[]> {
  return (await db.user.findMany({ where: { id: { in: [...ids] } } })).map(userOf);
}

export async function findUser(db: Tx, id: string): Promise<User | null> {
  return (await usersById(db, [id]))[0] ?? null;
}

/** Locks a user's row for a change; null if there is none or it was deleted. */
export async function lockUser(db: Tx, id: string): Promise<User | null> {
  await db.$queryRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR UPDATE`;
  const user = await findUser(db, id);
  return user === null || user.status === 'DELETED' ? null : user;
}

/** The account of an e-mail address, with its hash. */
export async function findByEmail(
  db: Tx,
  email: string,
): Promise<{ user: User; passwordHash: string } | null> {
  const row = await db.user.findFirst({ where: { email: email.toLowerCase(), deletedAt: null } });
  return row === null ? null : { user: userOf(row), passwordHash: row.passwordHash };
}

export async function passwordHashOf(db: Tx, id: string): Promise<string | null> {
  return (await db.user.findUnique({ where: { id }, select: { passwordHash: true } }))?.passwordHash ?? null;
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
export async function insertUser(db: Tx, user: NewUser, now: Date): Promise<User | null> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO users (id, email, name, phone, password_hash, roles, store_ids, created_at, updated_at)
    VALUES (${user.id}::uuid, ${user.email.toLowerCase()}, ${user.name}, ${user.phone}, ${user.passwordHash},
            ${[...user.roles]}, ${[...user.storeIds]}::uuid[], ${now}, ${now})
    ON CONFLICT (email) WHERE deleted_at IS NULL DO NOTHING
    RETURNING id`;
  return rows.length === 0 ? null : findUser(db, user.id);
}

export interface UserChange {
  readonly name?: string | undefined;
  readonly phone?: string | null | undefined;
  readonly passwordHash?: string | undefined;
  readonly status?: 'DISABLED';
  readonly roles?: string[];
  readonly storeIds?: string[];
  /** New rights: tokens with the old ones are void. */
  readonly newRoleVersion?: boolean;
}

/** Writes a change of a user who is locked; adds 1 to the version. Returns the user after it. */
export async function updateUser(db: Tx, id: string, change: UserChange, now: Date): Promise<User> {
  const { newRoleVersion, ...columns } = change;
  const row = await db.user.update({
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
  db: Tx,
  page: Page<[string, string]>,
  search: string | null,
): Promise<User[]> {
  const direction = page.backward ? 'asc' : 'desc';
  const beyond = page.backward ? 'gt' : 'lt';
  const [at, id] = page.cursor ?? [null, null];
  const rows = await db.user.findMany({
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
  db: Tx,
  entry: {
    id: string;
    userId: string | null;
    outcome: 'SUCCEEDED' | 'REFUSED' | 'DISABLED';
    ip: string;
    at: Date;
  },
): Promise<void> {
  await db.signIn.create({ data: entry });
}

export async function auditRoleChange(
  db: Tx,
  entry: { id: string; changedBy: string; before: User; after: User; at: Date },
): Promise<void> {
  const rights = ({ roles, storeIds, status }: User) => ({
    roles: [...roles],
    storeIds: [...storeIds],
    status,
  });
  await db.roleChange.create({
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
