import type { UserAddress } from './user.ts';

/** Whether an account that has `addresses` may have another one. */
export function hasRoom(addresses: readonly UserAddress[], maxAddresses: number): boolean {
  return addresses.length < maxAddresses;
}

/** Whether a new address becomes the default: if its owner wants it to, or if it is the first one. */
export function becomesDefault(addresses: readonly UserAddress[], isWanted: boolean): boolean {
  return isWanted || addresses.length === 0;
}

/**
 * The address that becomes the default when `removed` goes: the oldest that remains, if `removed` was it. `addresses`
 * are default first, then oldest first. Null: none does.
 */
export function nextDefault(addresses: readonly UserAddress[], removed: UserAddress): UserAddress | null {
  if (!removed.isDefault) return null;
  return addresses.find(({ id }) => id !== removed.id) ?? null;
}
