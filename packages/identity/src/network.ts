import { isIPv4, isIPv6, SocketAddress } from 'node:net';

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * What counts as one place that attempts come from: an IPv4 address, or an IPv6 network of 64 bits, because whoever
 * has one address of it has them all. Anything else stands for itself.
 */
export function networkOf(ip: string): string {
  const known = networks.get(ip);
  if (known !== undefined) return known;
  const network = computed(ip);
  if (networks.size >= maxNetworks) networks.clear();
  if (ip.length <= maxLength) networks.set(ip, network);
  return network;
}

/** Those of addresses that were seen: it is asked several times for each request. */
const networks = new Map<string, string>();
/** What is longer is no address. */
const [maxNetworks, maxLength] = [10_000, 45];

function computed(ip: string): string {
  const v4 = mapped.exec(ip)?.[1] ?? ip;
  if (isIPv4(v4) || !isIPv6(ip)) return v4;
  const { address } = new SocketAddress({ address: ip, family: 'ipv6' });
  const [head = '', tail = ''] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === '' ? [] : tail.split(':');
  const missing = address.includes('::') ? 8 - groups.length - rest.length : 0;
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...rest];
  return `${all.slice(0, 4).join(':')}::/64`;
}
