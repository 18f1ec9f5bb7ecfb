import { createHash } from 'node:crypto';
import type { Caller } from '@nakku/identity';
import { type Cart, type Opener, opens } from '../domain/cart.ts';

/** What the caller can open carts with: the own user id, and the secret that was sent. */
export function openerOf(caller: Caller): Opener {
  return {
    userId: caller.kind === 'user' ? caller.userId : null,
    cartTokenHash: caller.cartTokenHash ?? null,
  };
}

/** The cart if it is visible to the caller, else null: a foreign cart and a missing one look the same. */
export function visibleTo(caller: Caller, cart: Cart | null): Cart | null {
  return cart !== null && opens(cart, openerOf(caller)) ? cart : null;
}

/** Whom a guest's carts are counted for: an address, of IPv6 its /64. Only the hash is kept. */
export function originOf(clientIp: string): string {
  const address = clientIp.replace(/^::ffff:(?=\d+\.)/i, '');
  const network = address.includes(':') ? networkOf(address) : address;
  return createHash('sha256').update(network).digest('base64url');
}

/** The first 64 bits of an IPv6 address, written out. */
function networkOf(address: string): string {
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const after = tail.split(':').filter((group) => group !== '');
  const missing = address.includes('::') ? Math.max(0, 8 - groups.length - after.length) : 0;
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...after];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
