import { z } from 'zod';

export const ROLES = ['customer', 'courier', 'store_operator', 'admin'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** What everybody with an account may do with it, whatever the role. */
const ownAccount = ['profile:read', 'profile:write'] as const;

const storeOperator = [
  ...ownAccount,
  'store-orders:read',
  'store-orders:write',
  'stock:read',
  'stock:write',
  'refunds:write',
] as const;

/** The catalogue of scopes: what a role may do. `@requiresScopes` in the schema and the owners' checks use these. */
const scopesOfRole = {
  customer: [...ownAccount, 'cart:write', 'orders:read', 'orders:write', 'payments:write'],
  courier: [...ownAccount, 'deliveries:read', 'deliveries:write', 'positions:write'],
  store_operator: storeOperator,
  admin: [
    ...storeOperator,
    'orders:read',
    'catalog:write',
    'users:admin',
    'couriers:admin',
    'stores:write',
    'operations:read',
    'operations:write',
  ],
} as const satisfies Record<Role, readonly string[]>;

export type Scope = (typeof scopesOfRole)[Role][number];

/** The scopes of all `roles` together, sorted and without doubles. */
export function scopesOf(roles: readonly Role[]): Scope[] {
  return [...new Set(roles.flatMap((role): readonly Scope[] => scopesOfRole[role]))].sort();
}
