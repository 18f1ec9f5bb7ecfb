import { randomUUID } from 'node:crypto';
import { signatureOf } from '@nakku/tools/payment-provider';
import pg from 'pg';
import type { AttackCase, AttackGroup, Outcome } from '../harness/cases.ts';
import { must } from '../harness/cases.ts';
import type { World } from '../harness/world.ts';

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

/** The payment of the victim's order, as the database has it. */
async function paymentRows({ production, victim }: World): Promise<string> {
  const database = new pg.Client({ connectionString: production.system.databaseUrl('payments') });
  await database.connect();
  try {
    const payments = await database.query('SELECT * FROM payments WHERE order_id = $1', [victim.orderId]);
    const events = await database.query('SELECT count(*)::int AS count FROM provider_events');
    return JSON.stringify([payments.rows, events.rows]);
  } finally {
    await database.end();
  }
}

function eventOf({ victim }: World, o: { type?: string; amount?: number } = {}): string {
  const intent = {
    id: `pi_${randomUUID()}`,
    object: 'payment_intent',
    amount: o.amount ?? 1,
    amount_received: o.amount ?? 1,
    currency: 'eur',
    created: nowSeconds(),
    status: 'succeeded',
    metadata: { attempt_id: randomUUID(), order_id: victim.orderId },
  };
  return JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: o.type ?? 'payment_intent.succeeded',
    data: { object: intent },
  });
}

/** Sends a webhook and returns the status of the response. */
async function post(
  { production }: World,
  body: string,
  signature: string,
  path = '/webhooks/stripe',
): Promise<number> {
  const port = production.system.installation.ports['payments-webhook'];
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

const secretOf = ({ production }: World): string => production.secrets.PAYMENTS_WEBHOOK_SECRET ?? '';

/** @param sign the signature of a body */
function refusedWebhook(name: string, sign: (world: World, body: string) => string): AttackCase {
  return {
    name,
    async run(world): Promise<Outcome> {
      const before = await paymentRows(world);
      const body = eventOf(world);
      const status = await post(world, body, sign(world, body));
      must(status === 400, `it returned ${status}`);
      must((await paymentRows(world)) === before, 'it left something');
      return 'refused';
    },
  };
}

async function madeUpIntent(world: World): Promise<Outcome> {
  const { rows } = JSON.parse(`{"rows":${await paymentRows(world)}}`);
  for (const type of ['payment_intent.succeeded', 'charge.refunded', 'payment_intent.canceled']) {
    const body = eventOf(world, { type, amount: 1 });
    const status = await post(world, body, signatureOf(body, secretOf(world), nowSeconds()));
    must(status === 200, `a signed event returned ${status}`);
  }
  const after = JSON.parse(`{"rows":${await paymentRows(world)}}`);
  must(
    JSON.stringify(after.rows[0]) === JSON.stringify(rows[0]),
    'an intent that we never made changed a payment',
  );
  return 'held';
}

async function sentRepeatedly(world: World): Promise<Outcome> {
  const body = eventOf(world);
  const signature = signatureOf(body, secretOf(world), nowSeconds());
  await post(world, body, signature);
  const once = await paymentRows(world);
  const statuses = await Promise.all(Array.from({ length: 50 }, () => post(world, body, signature)));
  must(
    statuses.every((status) => status === 200),
    `returned ${[...new Set(statuses)].join(', ')}`,
  );
  must((await paymentRows(world)) === once, 'a replay was recorded again');
  return 'held';
}

export const webhooks: AttackGroup = {
  name: 'webhooks',
  cases: () => [
    refusedWebhook('without a signature', () => ''),
    refusedWebhook('signed with another secret', (_, body) => signatureOf(body, 'whsec_other', nowSeconds())),
    refusedWebhook('of ten minutes ago', (world, body) =>
      signatureOf(body, secretOf(world), nowSeconds() - 600),
    ),
    refusedWebhook('of ten minutes from now', (world, body) =>
      signatureOf(body, secretOf(world), nowSeconds() + 600),
    ),
    refusedWebhook('changed after it was signed', (world, body) =>
      signatureOf(body.replace('"amount":1', '"amount":2'), secretOf(world), nowSeconds()),
    ),
    refusedWebhook('a signature of 60,000 parts', (_, __) =>
      Array.from({ length: 400 }, () => 'v1=00').join(','),
    ),
    {
      name: 'a body of 10 MB',
      run: async (world) => {
        const status = await post(world, 'x'.repeat(10_000_000), '').catch(() => 413);
        must(status === 413, `it returned ${status}`);
        return 'refused';
      },
    },
    { name: 'events of intents that were never made', run: madeUpIntent },
    { name: 'one event fifty times', run: sentRepeatedly },
    {
      name: 'other paths of the public port',
      run: async (world) => {
        for (const path of ['/graphql', '/metrics', '/health', '/webhooks/stripe/..', '/webhooks/other']) {
          const status = await post(world, '{}', '', path);
          must(status === 404 || status === 400, `${path} returned ${status}`);
        }
        return 'refused';
      },
    },
  ],
};
