import { address as addressValue } from '@nakku/contracts';
import type { Address } from '@nakku/contracts';
import type { Address as AddressRow } from '../generated/prisma/client.ts';
import type { UserAddress } from '../domain/user.ts';
import type { Tx } from './database.ts';

function addressOf(row: AddressRow): UserAddress {
  return {
    id: row.id,
    userId: row.userId,
    label: row.label,
    address: addressValue.parse(row.address),
    isDefault: row.isDefault,
  };
}

/** A user's addresses, default first, then oldest first. */
export async function addressesOf(db: Tx, userId: string): Promise<UserAddress[]> {
  const rows = await db.address.findMany({
    where: { userId, deletedAt: null },
    orderBy: [{ isDefault: 'desc' }, { createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(addressOf);
}

export async function addressesById(db: Tx, ids: readonly string[]): Promise<UserAddress[]> {
  return (await db.address.findMany({ where: { id: { in: [...ids] }, deletedAt: null } })).map(addressOf);
}

export async function insertAddress(
  db: Tx,
  entry: { id: string; userId: string; label: string; address: Address; isDefault: boolean; now: Date },
): Promise<void> {
  const { id, userId, label, isDefault, now } = entry;
  await db.address.create({
    data: { id, userId, label, address: { ...entry.address }, isDefault, createdAt: now },
  });
}

export async function saveAddress(
  db: Tx,
  id: string,
  change: { label?: string | undefined; address?: Address | undefined },
): Promise<void> {
  await db.address.update({
    where: { id },
    data: {
      ...(change.label === undefined ? {} : { label: change.label }),
      ...(change.address === undefined ? {} : { address: { ...change.address } }),
    },
  });
}

export async function deleteAddress(db: Tx, id: string, now: Date): Promise<void> {
  await db.address.update({ where: { id }, data: { deletedAt: now, isDefault: false } });
}

/** Makes one address the default; first takes the mark away, because the database allows one per user. */
export async function setDefault(db: Tx, userId: string, id: string): Promise<void> {
  await db.address.updateMany({ where: { userId, isDefault: true }, data: { isDefault: false } });
  await db.address.update({ where: { id }, data: { isDefault: true } });
}

/** Erases all addresses of a user, also those that were removed before. */
export async function deleteAddresses(db: Tx, userId: string): Promise<void> {
  await db.address.deleteMany({ where: { userId } });
}
