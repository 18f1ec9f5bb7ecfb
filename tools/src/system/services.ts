import { DEMO_PASSWORD, demoAdmin, demoCouriers, demoCustomer, demoOperator } from '@nakku/demo';
import { SERVICE_NAMES, SUBGRAPHS, internalPortOf, portsOf } from './ports.ts';
import type { ObservedName, PortName, ServiceName, SubgraphName } from './ports.ts';
import type { Secrets } from './secrets.ts';
import type { ServerUrls } from '../servers/startServers.ts';

export { DEFAULT_PORT_BASE, PORT_OFFSETS, SERVICE_NAMES, SUBGRAPHS } from './ports.ts';
export type { ObservedName, PortName, ServiceName, SubgraphName } from './ports.ts';

/** One installation of the system: all that the environment of its services depends on. */
export interface Installation {
  /** The address that services listen on. */
  host: string;
  servers: ServerUrls;
  ports: Record<PortName, number>;
  /** The name under which a service reaches another: 127.0.0.1, or its name in a container network. */
  hostOf: (service: PortName) => string;
  /** Databases are called `<prefix><subgraph>`. */
  databasePrefix: string;
  topicPrefix: string;
  redisPrefix: string;
  durationsProfile: string;
  logLevel: string;
  /** Empty: no traces are exported. */
  otlpEndpoint: string;
  /** A folder in which the payment provider keeps its ledger. */
  providerFolder: string;
  /** The payment provider's pages (3-D Secure) as a browser reaches them. */
  providerPublicUrl: string;
  secrets: Secrets;
}

export interface ServiceDefinition {
  name: ServiceName;
  kind: 'subgraph' | 'gateway' | 'simulator';
  /** Workspace folder, relative to the repository. */
  folder: string;
  /** Built entry and its source, relative to the folder. */
  entry: string;
  source: string;
  /** Ports it listens on, the one with /ready first; `simulator` has none. */
  ports: PortName[];
  /** The environment it is configured by. */
  environment: (i: Installation) => Record<string, string>;
}

/** In a rehearsal all clients share one address, and one operator packs for all of them. */
const REHEARSAL_BUDGETS = {
  COST_PER_USER: '10000000',
  COST_PER_ADDRESS: '10000000',
  REQUESTS_PER_USER: '1000000',
  REQUESTS_PER_ADDRESS: '1000000',
  NEW_DOCUMENTS_PER_USER: '100000',
  NEW_DOCUMENTS_PER_ADDRESS: '100000',
  PACE_PER_USER_PER_SECOND: '100000',
  PACE_PER_ADDRESS_PER_SECOND: '100000',
  PARALLEL_OPERATIONS_PER_USER: '100000',
  PARALLEL_OPERATIONS_PER_ADDRESS: '100000',
  REFUSALS_PER_ADDRESS_PER_SECOND: '100000',
  SUBSCRIPTION_STARTS_PER_ADDRESS_PER_SECOND: '100000',
  MAX_SOCKETS_PER_ADDRESS: '100000',
  MAX_SUBSCRIPTIONS_PER_USER: '100000',
  MAX_SUBSCRIPTIONS_PER_GUEST_ADDRESS: '100000',
  MAX_SUBSCRIPTIONS_PER_ADDRESS: '100000',
};

/** The explorer offers one account of each role; production has no explorer. Its roles are those of schema/operations. */
const EXPLORER_ACCOUNTS = [
  { role: 'customer', account: demoCustomer },
  { role: 'store', account: demoOperator },
  { role: 'courier', account: demoCouriers[0] },
  { role: 'admin', account: demoAdmin },
];

const explorerAccounts = (): string =>
  JSON.stringify(
    EXPLORER_ACCOUNTS.flatMap(({ role, account }) =>
      account ? [{ label: account.name, role, email: account.email, password: DEMO_PASSWORD }] : [],
    ),
  );

const addressOf = (i: Installation, port: PortName): string => `http://${i.hostOf(port)}:${i.ports[port]}`;

export const databaseUrl = (i: Installation, subgraph: SubgraphName): string =>
  `${i.servers.postgresUrl}/${i.databasePrefix}${subgraph}`;

const common = (i: Installation, port: ObservedName): Record<string, string> => ({
  HOST: i.host,
  PORT: String(i.ports[port]),
  INTERNAL_HOST: i.host,
  INTERNAL_PORT: String(i.ports[internalPortOf(port)]),
  LOG_LEVEL: i.logLevel,
  ...(i.otlpEndpoint === '' ? {} : { OTLP_ENDPOINT: i.otlpEndpoint }),
  REDIS_URL: i.servers.redisUrl,
  REDIS_PREFIX: i.redisPrefix,
  SHUTDOWN_GRACE_MS: '5000',
});

const subgraph = (
  name: SubgraphName,
  own: (i: Installation) => Record<string, string> = () => ({}),
): ServiceDefinition => ({
  name,
  kind: 'subgraph',
  folder: `subgraphs/${name}`,
  entry: 'dist/main.js',
  source: 'src/main.ts',
  ports: portsOf(name),
  environment: (i) => ({
    ...common(i, name),
    DATABASE_URL: databaseUrl(i, name),
    KAFKA_BROKERS: i.servers.kafkaBrokers,
    KAFKA_TOPIC_PREFIX: i.topicPrefix,
    IDENTITY_PUBLIC_JWKS: i.secrets.identityPublicJwks,
    DURATIONS_PROFILE: i.durationsProfile,
    ...own(i),
  }),
});

const gateway: ServiceDefinition = {
  name: 'gateway',
  kind: 'gateway',
  folder: 'gateway',
  entry: 'dist/main.js',
  source: 'src/main.ts',
  ports: portsOf('gateway'),
  environment: (i) => ({
    ...common(i, 'gateway'),
    IDENTITY_PRIVATE_JWK: i.secrets.identityPrivateJwk,
    USERS_JWKS_URL: `${addressOf(i, 'users')}/.well-known/jwks.json`,
    SUBGRAPH_URLS: JSON.stringify(
      Object.fromEntries(SUBGRAPHS.map((name) => [name, `${addressOf(i, name)}/graphql`])),
    ),
    APOLLO_TELEMETRY_DISABLED: 'true',
    ...(i.durationsProfile === 'production'
      ? {}
      : { ...REHEARSAL_BUDGETS, EXPLORER_ACCOUNTS: explorerAccounts() }),
  }),
};

const paymentProvider: ServiceDefinition = {
  name: 'payment-provider',
  kind: 'simulator',
  folder: 'tools',
  entry: 'dist/simulators/payment-provider/main.js',
  source: 'src/simulators/payment-provider/main.ts',
  ports: portsOf('payment-provider'),
  environment: (i) => ({
    HOST: i.host,
    PORT: String(i.ports['payment-provider']),
    LOG_LEVEL: i.logLevel,
    STRIPE_SECRET_KEY: i.secrets.stripeSecretKey,
    PAYMENTS_WEBHOOK_URL: `${addressOf(i, 'payments-webhook')}/webhooks/stripe`,
    PAYMENTS_WEBHOOK_SECRET: i.secrets.paymentsWebhookSecret,
    PAYMENT_PROVIDER_STATE: i.providerFolder,
    PAYMENT_PROVIDER_PUBLIC_URL: i.providerPublicUrl,
  }),
};

const mailCatcher: ServiceDefinition = {
  name: 'mail-catcher',
  kind: 'simulator',
  folder: 'tools',
  entry: 'dist/simulators/mail-catcher/main.js',
  source: 'src/simulators/mail-catcher/main.ts',
  ports: portsOf('mail-catcher'),
  environment: (i) => ({
    HOST: i.host,
    PORT: String(i.ports['mail-catcher']),
    SMTP_PORT: String(i.ports['mail-catcher-smtp']),
    LOG_LEVEL: i.logLevel,
  }),
};

const simulator: ServiceDefinition = {
  name: 'simulator',
  kind: 'simulator',
  folder: 'tools',
  entry: 'dist/simulators/staff/main.js',
  source: 'src/simulators/staff/main.ts',
  ports: portsOf('simulator'),
  environment: (i) => ({
    GATEWAY_URL: addressOf(i, 'gateway'),
    DURATIONS_PROFILE: i.durationsProfile,
    LOG_LEVEL: i.logLevel,
  }),
};

/** Every service of the system: what `npm start`, `npm run dev` and docker-compose.yml have in common. */
export const SERVICES: readonly ServiceDefinition[] = [
  paymentProvider,
  mailCatcher,
  subgraph('users', (i) => ({
    USERS_KEY_ENCRYPTION_SECRET: i.secrets.usersKeyEncryptionSecret,
    // In a rehearsal all clients share one address.
    ...(i.durationsProfile === 'production'
      ? {}
      : { AUTH_LIMIT_PER_IP: '100000', AUTH_LIMIT_REGISTER_PER_IP: '100000' }),
  })),
  subgraph('products'),
  subgraph('inventory'),
  subgraph('cart', (i) => ({ CART_QUOTE_PRIVATE_JWK: i.secrets.quotePrivateJwk })),
  subgraph('orders', (i) => ({ CART_QUOTE_PUBLIC_JWKS: i.secrets.quotePublicJwks })),
  subgraph('payments', (i) => ({
    STRIPE_API_HOST: i.hostOf('payment-provider'),
    STRIPE_API_PORT: String(i.ports['payment-provider']),
    STRIPE_SECRET_KEY: i.secrets.stripeSecretKey,
    PAYMENTS_WEBHOOK_SECRET: i.secrets.paymentsWebhookSecret,
    PAYMENTS_WEBHOOK_PORT: String(i.ports['payments-webhook']),
  })),
  subgraph('delivery', (i) => ({ DELIVERY_HANDOVER_SECRET: i.secrets.deliveryHandoverSecret })),
  subgraph('locations'),
  subgraph('notifications', (i) => ({
    SMTP_URL: `smtp://${i.hostOf('mail-catcher-smtp')}:${i.ports['mail-catcher-smtp']}`,
  })),
  subgraph('analytics'),
  gateway,
  simulator,
];

/** @throws Error when no service has this name; the message lists those that there are */
export function serviceNamed(name: string): ServiceDefinition {
  const found = SERVICES.find((service) => service.name === name);
  if (!found) throw new Error(`No service is called ${name}; there are: ${SERVICE_NAMES.join(', ')}`);
  return found;
}
