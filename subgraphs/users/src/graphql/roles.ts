import type { Role as RoleName } from '@nakku/identity';
import type { Role } from '../generated/graphql.ts';

/** The names of roles in the schema. */
export const ROLE_NAMES = {
  customer: 'CUSTOMER',
  courier: 'COURIER',
  store_operator: 'STORE_OPERATOR',
  admin: 'ADMIN',
} as const satisfies Record<RoleName, Role>;

/** The role that a name of the schema stands for. */
export const ROLES_BY_NAME = {
  CUSTOMER: 'customer',
  COURIER: 'courier',
  STORE_OPERATOR: 'store_operator',
  ADMIN: 'admin',
} as const satisfies Record<Role, RoleName>;
