import type { Page } from '@nakku/graphql-kit';
import { type Role, roleSchema } from '@nakku/identity';
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

/** The account of an e-mail address (in the form of domain/email.ts), with its hash. */
export async function findByEmail(
  db: Tx,
  email: string,
): Promise<{ user: User; passwordHash: string } | null> {
  const row = await db.user.findFirst({ where: { email, deletedAt: null } });
  return row === null ? null : { user: userOf(row), passwordHash: row.passwordHash };
}

/** The hash of a user's password; null if there is no such user, or the account is erased. */
export async function passwordHashOf(db: Tx, id: string): Promise<string | null> {
  const where = { id, deletedAt: null };
  return (await db.user.findFirst({ where, select: { passwordHash: true } }))?.passwordHash ?? null;
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
    VALUES (${user.id}::uuid, ${user.email}, ${user.name}, ${user.phone}, ${user.passwordHash},
            ${[...user.roles]}, ${[...user.storeIds]}::uuid[], ${now}, ${now})
    ON CONFLICT (email) WHERE deleted_at IS NULL DO NOTHING
    RETURNING id`;
  return rows.length === 0 ? null : findUser(db, user.id);
}

export interface UserChange {
  readonly name?: string | undefined;
  readonly phone?: string | null | undefined;
  readonly passwordHash?: string | undefined;
  readonly status?: 'ACTIVE' | 'DISABLED';
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

/**
 * Erases what is personal of a user who is locked: the row stays without it, and can never be signed in to. Its e-mail
 * address is free again. Adds 1 to the version and to the role version. Returns the user after it.
 */
export async function eraseUserRow(db: Tx, id: string, now: Date): Promise<User> {
  const row = await db.user.update({
    where: { id },
    data: {
      email: `${id}@erased.invalid`,
      name: 'Erased',
      phone: null,
      passwordHash: '',
      status: 'DELETED',
      roles: ['customer'],
      storeIds: [],
      roleVersion: { increment: 1 },
      version: { increment: 1 },
      updatedAt: now,
      deletedAt: now,
    },
  });
  return userOf(row);
}

/** Which accounts to list: all conditions that are not null hold. */
export interface UserFilter {
  /** Part of the name or e-mail address. */
  readonly search: string | null;
  readonly role: Role | null;
}

/** `text` as part of a LIKE pattern, where some characters mean others. */
const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** Accounts of a page, newest first, one more than it holds. */
export async function listUsers(
  db: Tx,
  page: Page<readonly [string, string]>,
  { search, role }: UserFilter,
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
                { name: { contains: literal(search), mode: 'insensitive' } },
                { email: { contains: literal(search), mode: 'insensitive' } },
              ],
            },
        role === null ? {} : { roles: { has: role } },
      ],
    },
    orderBy: [{ createdAt: direction }, { id: direction }],
    take: page.limit + 1,
  });
  return rows.map(userOf);
}

/** Any number that nothing else locks. */
const ADMINS_LOCK = 7_215_118;

/** Whoever makes the first administrator waits for the others until the transaction ends. */
export async function lockAdmins(db: Tx): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(${ADMINS_LOCK}::bigint)`;
}

/** How many administrators can log in. */
export async function countAdmins(db: Tx): Promise<number> {
  return db.user.count({ where: { roles: { has: 'admin' }, status: 'ACTIVE', deletedAt: null } });
}
