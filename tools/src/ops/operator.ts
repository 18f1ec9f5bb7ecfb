import { DEMO_PASSWORD, demoAdmin } from '@nakku/demo';
import type { Account } from '../client/index.ts';
import { openAccount, openApi } from '../client/index.ts';
import { CannotStart } from '../processes/cannotStart.ts';
import { readRunFile } from '../servers/runFile.ts';
import { requireGateway } from '../system/runningSystem.ts';

/** An account with the scope `operations:read`, and what it needs to be closed. */
export interface Operator extends Account {
  readonly gatewayUrl: string;
}

/**
 * Somebody with the rights of an operator at the public API, wherever that is: NAKKU_GATEWAY_URL (or `gateway`),
 * NAKKU_OPERATOR_EMAIL and NAKKU_OPERATOR_PASSWORD. Without them it is the demo's administrator of the system that runs
 * on this machine.
 * @throws CannotStart when a variable is missing; NotRunning when nothing responds
 */
export async function openOperator(
  state: string,
  gateway: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Operator> {
  const given = gateway ?? env.NAKKU_GATEWAY_URL;
  const { NAKKU_OPERATOR_EMAIL: email, NAKKU_OPERATOR_PASSWORD: password } = env;
  const isLocal = given === undefined || given === readRunFile(state)?.gatewayUrl;
  if ((!email || !password) && !isLocal)
    throw new CannotStart(
      `Set NAKKU_OPERATOR_EMAIL and NAKKU_OPERATOR_PASSWORD: an account with the scope operations:read at ${given}`,
    );
  const gatewayUrl = await requireGateway(state, given, env);
  const api = openApi(gatewayUrl);
  const credentials =
    email && password ? { email, password } : { email: demoAdmin.email, password: DEMO_PASSWORD };
  const account = openAccount(api, credentials);
  return {
    ...account,
    gatewayUrl,
    async close() {
      await account.close();
      await api.close();
    },
  };
}
