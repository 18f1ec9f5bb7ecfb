import { networkOf } from '@nakku/identity';
import type { RequestContext } from '../../request/requestContext.ts';

/** Who pays for a request: the user, or the address of somebody who is not signed in. */
export interface Client {
  readonly kind: 'user' | 'address';
  /** Distinct for each client. */
  readonly key: string;
  /** All users of one address together, who have a budget beside their own: accounts cost nothing. */
  readonly shared?: { readonly kind: 'accounts'; readonly key: string } | undefined;
}

export function clientOf({ caller, clientIp }: Pick<RequestContext, 'caller' | 'clientIp'>): Client {
  const network = networkOf(clientIp);
  if (caller.kind !== 'user') return { kind: 'address', key: `address:${network}` };
  return {
    kind: 'user',
    key: `user:${caller.userId}`,
    shared: { kind: 'accounts', key: `accounts:${network}` },
  };
}
