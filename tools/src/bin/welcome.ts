import { DEMO_PASSWORD, demoAccounts } from '@nakku/demo';
import type { Observers } from '../observability/observers.ts';
import type { ServerUrls } from '../servers/startServers.ts';

const FIRST_QUERY = '{ products(first: 3) { edges { node { name packaging price { amount currency } } } } }';
/** Enough to play every role; there are more couriers. */
const SHOWN_ACCOUNTS = 4;

/** What `npm start` prints when everything is up. */
export function welcome(o: {
  gatewayUrl: string;
  /** Page of the mails that were sent; null if the mail catcher does not run. */
  mailsUrl: string | null;
  servers: ServerUrls;
  observers?: Observers | undefined;
  state: string;
  /** From the start of the launcher. */
  seconds: number;
  failed: readonly string[];
  hasDemoAccounts: boolean;
}): string {
  const accounts = demoAccounts.slice(0, SHOWN_ACCOUNTS);
  const lines = [
    '',
    o.failed.length === 0
      ? `Nakku is ready after ${o.seconds.toFixed(1)} s.`
      : `Nakku runs without ${o.failed.join(', ')}: see the logs.`,
    '',
    `  Explorer    ${o.gatewayUrl}/`,
    `  GraphQL     ${o.gatewayUrl}/graphql   (subscriptions over WebSocket and SSE on the same address)`,
    ...(o.mailsUrl === null ? [] : [`  Mails       ${o.mailsUrl}/   (what customers get by email)`]),
    `  PostgreSQL  ${o.servers.postgresUrl}   (one database per subgraph: nakku_<name>)`,
    `  Kafka       ${o.servers.kafkaBrokers}`,
    `  Redis       ${o.servers.redisUrl}`,
    ...(o.observers ? observerLines(o.observers) : []),
    `  Logs        ${o.state}/logs/<service>.log`,
    '',
    ...(o.hasDemoAccounts
      ? [
          `  Demo accounts, password ${DEMO_PASSWORD}:`,
          ...accounts.map(({ email, roles }) => `    ${email.padEnd(34)}${roles.at(-1) ?? ''}`),
          '',
        ]
      : []),
    '  A first query:',
    `    curl -s ${o.gatewayUrl}/graphql -H 'content-type: application/json' \\`,
    `      -d '${JSON.stringify({ query: FIRST_QUERY })}'`,
    '',
    '  An order, from the cart to the door: npm run demo   (in another terminal)',
    '  Ctrl-C stops everything; the data stays (npm run reset clears it).',
  ];
  return lines.join('\n');
}

function observerLines({ prometheusUrl, alertmanagerUrl, tracesUrl }: Observers): string[] {
  return [
    `  Prometheus  ${prometheusUrl}   (alerts: ${prometheusUrl}/alerts${alertmanagerUrl ? `, Alertmanager: ${alertmanagerUrl}` : ''})`,
    `  Traces      ${tracesUrl}/   (the latest as text; /<trace id> is one as a tree)`,
  ];
}
