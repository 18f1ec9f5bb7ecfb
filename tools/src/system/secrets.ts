import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateSigningKey } from '@nakku/identity';
import { z } from 'zod';
import { openFolder } from '../checkout/state.ts';
import { codeOf } from '../processes/errorCode.ts';

const secretsSchema = z.object({
  /** Ed25519, JSON of a JWK: the gateway signs with it who is calling. */
  identityPrivateJwk: z.string(),
  identityPublicJwks: z.string(),
  /** Ed25519, JSON of a JWK: cart signs quotes with it. */
  quotePrivateJwk: z.string(),
  quotePublicJwks: z.string(),
  deliveryHandoverSecret: z.string(),
  usersKeyEncryptionSecret: z.string(),
  paymentsWebhookSecret: z.string(),
  stripeSecretKey: z.string(),
});
export type Secrets = z.infer<typeof secretsSchema>;

/** The variable that carries each secret, in service environments and in the `.env` of Docker Compose. */
export const SECRET_VARIABLES: Record<keyof Secrets, string> = {
  identityPrivateJwk: 'IDENTITY_PRIVATE_JWK',
  identityPublicJwks: 'IDENTITY_PUBLIC_JWKS',
  quotePrivateJwk: 'CART_QUOTE_PRIVATE_JWK',
  quotePublicJwks: 'CART_QUOTE_PUBLIC_JWKS',
  deliveryHandoverSecret: 'DELIVERY_HANDOVER_SECRET',
  usersKeyEncryptionSecret: 'USERS_KEY_ENCRYPTION_SECRET',
  paymentsWebhookSecret: 'PAYMENTS_WEBHOOK_SECRET',
  stripeSecretKey: 'STRIPE_SECRET_KEY',
};

/** Services refuse values with this mark when NODE_ENV is production. */
export const DEVELOPMENT_MARK = 'dev-only';

/**
 * New secrets.
 * @param mark goes into each, into keys as part of their id; DEVELOPMENT_MARK, or '' for an installation that serves
 *   customers
 */
export async function generateSecrets(mark: string): Promise<Secrets> {
  const [identity, quote] = await Promise.all([markedKey(mark), markedKey(mark)]);
  const random = (prefix: string): string =>
    [prefix, mark, randomBytes(32).toString('base64url')].filter((part) => part !== '').join('_');
  return {
    identityPrivateJwk: JSON.stringify(identity.privateJwk),
    identityPublicJwks: JSON.stringify({ keys: [identity.publicJwk] }),
    quotePrivateJwk: JSON.stringify(quote.privateJwk),
    quotePublicJwks: JSON.stringify({ keys: [quote.publicJwk] }),
    deliveryHandoverSecret: random(''),
    usersKeyEncryptionSecret: random(''),
    paymentsWebhookSecret: random('whsec'),
    stripeSecretKey: random('sk_test'),
  };
}

/** A key pair whose id carries the mark. */
async function markedKey(mark: string): ReturnType<typeof generateSigningKey> {
  const { privateJwk, publicJwk } = await generateSigningKey();
  const kid = [mark, privateJwk.kid].filter((part) => part !== '').join('_');
  return { privateJwk: { ...privateJwk, kid }, publicJwk: { ...publicJwk, kid } };
}

/** The secrets of a state folder; those that the environment gives come first. */
export async function localSecrets(state: string, env: NodeJS.ProcessEnv): Promise<Secrets> {
  const secrets = await developmentSecrets(state);
  for (const name of secretsSchema.keyof().options)
    secrets[name] = env[SECRET_VARIABLES[name]] || secrets[name];
  return secrets;
}

/** Development secrets, made the first time and readable by their owner only. */
async function developmentSecrets(state: string): Promise<Secrets> {
  const file = path.join(openFolder(state), 'secrets.json');
  if (existsSync(file)) return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const secrets = await generateSecrets(DEVELOPMENT_MARK);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file); // of several first readers one wins, and all read the same
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Secrets as lines of a `.env` file, which Docker Compose and dotenv read alike. */
export const asEnvFile = (secrets: Secrets): string =>
  Object.entries(secretsSchema.parse(secrets))
    .map(([name, value]) => `${SECRET_VARIABLES[secretsSchema.keyof().parse(name)]}='${value}'\n`)
    .join('');
