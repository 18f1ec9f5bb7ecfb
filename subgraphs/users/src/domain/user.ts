import type { Address } from '@nakku/contracts';
import type { Role } from '@nakku/identity';

/** A person with an account, without the password. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly status: 'ACTIVE' | 'DISABLED' | 'DELETED';
  readonly roles: readonly Role[];
  readonly storeIds: readonly string[];
  readonly roleVersion: number;
  readonly version: number;
  readonly createdAt: Date;
}

/** A delivery address of a user. */
export interface UserAddress {
  readonly id: string;
  readonly userId: string;
  readonly label: string;
  readonly address: Address;
  readonly isDefault: boolean;
}

/** One login on one device. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

export type RevokeReason = 'LOGOUT' | 'LOGOUT_ALL' | 'DISABLED' | 'TOKEN_REUSED' | 'PASSWORD_CHANGED';
