import { CannotStart } from '../processes/cannotStart.ts';
import { freePort, isFree } from '../servers/ports.ts';

/** The subgraphs, in the order of their ports. */
export const SUBGRAPHS = [
  'users',
  'products',
  'inventory',
  'cart',
  'orders',
  'payments',
  'delivery',
  'locations',
  'notifications',
  'analytics',
] as const;
export type SubgraphName = (typeof SUBGRAPHS)[number];
/** `simulator` plays store operators and couriers; `payment-provider` the card company, `mail-catcher` the mail server. */
export type ServiceName = SubgraphName | 'gateway' | 'payment-provider' | 'mail-catcher' | 'simulator';
/** Services that show metrics and health to operators, on a port of their own. */
export type ObservedName = SubgraphName | 'gateway';
/** The payment provider's calls come in on a port of their own, and so do mails. */
export type PortName =
  Exclude<ServiceName, 'simulator'> | 'payments-webhook' | 'mail-catcher-smtp' | `${ObservedName}-internal`;

export const SERVICE_NAMES: readonly ServiceName[] = [
  'payment-provider',
  'mail-catcher',
  ...SUBGRAPHS,
  'gateway',
  'simulator',
];

/** Distance of each port from SUBGRAPH_PORT_BASE (4000); the gateway's own is GATEWAY_PORT. */
export const PORT_OFFSETS: Record<PortName, number> = {
  gateway: 0,
  users: 1,
  products: 2,
  inventory: 3,
  cart: 4,
  orders: 5,
  payments: 6,
  delivery: 7,
  locations: 8,
  notifications: 9,
  analytics: 10,
  'payments-webhook': 16,
  'payment-provider': 20,
  'mail-catcher': 21,
  'mail-catcher-smtp': 22,
  'gateway-internal': 100,
  'users-internal': 101,
  'products-internal': 102,
  'inventory-internal': 103,
  'cart-internal': 104,
  'orders-internal': 105,
  'payments-internal': 106,
  'delivery-internal': 107,
  'locations-internal': 108,
  'notifications-internal': 109,
  'analytics-internal': 110,
};
export const DEFAULT_PORT_BASE = 4_000;

const OBSERVED: readonly ObservedName[] = [...SUBGRAPHS, 'gateway'];

export const internalPortOf = (service: ObservedName): `${ObservedName}-internal` => `${service}-internal`;

export function isObserved(service: ServiceName): service is ObservedName {
  const names: readonly ServiceName[] = OBSERVED;
  return names.includes(service);
}

/** The ports that a service listens on, the one with /ready first; the simulator has none. */
export function portsOf(service: ServiceName): PortName[] {
  if (service === 'simulator') return [];
  if (service === 'mail-catcher') return ['mail-catcher', 'mail-catcher-smtp'];
  return service === 'payments' ? ['payments', 'payments-webhook'] : [service];
}

/** Ports that someone else has; the message names each, its service and the way out. */
export class PortsTaken extends CannotStart {}

/** Every port of these services, the internal ones too. */
const portNames = (services: readonly ServiceName[]): PortName[] =>
  services.flatMap((service) => [
    ...portsOf(service),
    ...(isObserved(service) ? [internalPortOf(service)] : []),
  ]);

function portFrom(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_500) return port;
  throw new CannotStart(`${name} must be a port number, it is: ${text}`);
}

/**
 * The usual ports, moved by GATEWAY_PORT and SUBGRAPH_PORT_BASE.
 * @throws CannotStart when one of the two is no port
 */
export function usualPorts(env: NodeJS.ProcessEnv = process.env): Record<PortName, number> {
  const base = portFrom(env, 'SUBGRAPH_PORT_BASE') ?? DEFAULT_PORT_BASE;
  const ports = { ...PORT_OFFSETS };
  for (const name of portNames(SERVICE_NAMES)) ports[name] += base;
  ports.gateway = portFrom(env, 'GATEWAY_PORT') ?? DEFAULT_PORT_BASE;
  return ports;
}

/** @throws PortsTaken */
export async function requireFreePorts(
  ports: Record<PortName, number>,
  services: readonly ServiceName[],
): Promise<void> {
  const names = portNames(services);
  const free = await Promise.all(names.map((name) => isFree(ports[name])));
  const taken = names.filter((_, index) => !free[index]);
  if (taken.length === 0) return;
  const lines = taken.map((name) => `port ${ports[name]} of ${name} is taken by another program`);
  throw new PortsTaken(
    [...lines, 'Set GATEWAY_PORT and SUBGRAPH_PORT_BASE to other ports, e.g. SUBGRAPH_PORT_BASE=5000'].join(
      '\n',
    ),
  );
}

/** Free ports for a system beside others, e.g. in a test. */
export async function freePorts(): Promise<Record<PortName, number>> {
  const ports = { ...PORT_OFFSETS };
  const used = new Set<number>();
  for (const name of portNames(SERVICE_NAMES)) {
    let port = await freePort();
    while (used.has(port)) port = await freePort();
    used.add(port);
    ports[name] = port;
  }
  return ports;
}
