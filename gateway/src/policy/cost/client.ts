import { networkOf } from '@nakku/identity';
import type { RequestContext } from '../../request/requestContext.ts';

/** Who pays for a request: the user, or the address of somebody who is not signed in. */
export interface Client {
  readonly kind: 'user' | 'address';
  /** Distinct for each client. */
  readonly key: string;
}

export function clientOf({ caller, clientIp }: Pick<RequestContext, 'caller' | 'clientIp'>): Client {
  if (caller.kind === 'user') return { kind: 'user', key: `user:${caller.userId}` };
  return { kind: 'address', key: `address:${networkOf(clientIp)}` };
}
