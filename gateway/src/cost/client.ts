import { isIPv6 } from 'node:net';
import type { Visitor } from '../execution/visitor.ts';

/** Who pays for a request: the user, or the address of somebody who is not signed in. */
export interface Client {
  readonly kind: 'user' | 'address';
  /** Distinct for each client. */
  readonly key: string;
}

export function clientOf({ caller, clientIp }: Pick<Visitor, 'caller' | 'clientIp'>): Client {
  if (caller.kind === 'user') return { kind: 'user', key: `user:${caller.userId}` };
  return { kind: 'address', key: `address:${networkOf(clientIp)}` };
}

/** One household has a whole IPv6 /64 to choose addresses from, so that counts as one; IPv4 counts by address. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%')[0]?.toLowerCase().split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
