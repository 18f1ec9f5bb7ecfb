import type { MeasuredFields } from '@nakku/service';
import { gauge, workMetrics } from '@nakku/telemetry';

const registrations = { metrics: workMetrics('user_registration', 'Registrations') };
const logins = { metrics: workMetrics('user_login', 'Logins') };
const refreshes = { metrics: workMetrics('user_token_refresh', 'Rotations of refresh tokens') };
const changes = {
  metrics: workMetrics('user_account_change', 'Changes of accounts, address books and roles'),
};

/** Business metrics of users. */
export const measured: MeasuredFields = {
  userRegister: registrations,
  sessionCreate: logins,
  sessionRefresh: refreshes,
  profileUpdate: changes,
  passwordChange: changes,
  addressAdd: changes,
  addressUpdate: changes,
  addressRemove: changes,
  addressSetDefault: changes,
  userRolesSet: changes,
  userDisable: changes,
  userEnable: changes,
  userErase: changes,
  accountErase: changes,
};

const signingKey = gauge(
  'signing_key_active_timestamp_seconds',
  'When the key that signs access tokens began to sign',
  ['service'],
);
signingKey.setToCurrentTime({ service: 'users' });

/** The key that signs now. */
export function reportSigningKey(activeFrom: Date): void {
  signingKey.set({ service: 'users' }, activeFrom.getTime() / 1_000);
}
