import { generateSigningKey } from '@nakku/identity';
import { z } from 'zod';
import { ConfigError, loadConfig } from '../src/config/loadConfig.ts';
import { subgraphEnv } from '../src/config/subgraphEnv.ts';
import { flag, secret } from '../src/config/values.ts';

const schema = z.object({ ...subgraphEnv, QUOTE_SECRET: secret(), SEED: flag.default(false) });

async function completeEnv(): Promise<Record<string, string>> {
  const { publicJwk } = await generateSigningKey();
  return {
    PORT: '4005',
    DATABASE_URL: 'postgresql://postgres@127.0.0.1:5432/nakku_orders',
    KAFKA_BROKERS: '127.0.0.1:9092, 127.0.0.1:9093',
    REDIS_URL: 'redis://127.0.0.1:6379',
    IDENTITY_PUBLIC_JWKS: JSON.stringify({ keys: [publicJwk] }),
    QUOTE_SECRET: 's'.repeat(32),
  };
}

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    loadConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('a complete environment is parsed, with defaults', async () => {
  const config = loadConfig(schema, { ...(await completeEnv()), SEED: 'true', OTHER: 'ignored' });
  expect(config).toMatchObject({
    HOST: '127.0.0.1',
    PORT: 4005,
    KAFKA_BROKERS: ['127.0.0.1:9092', '127.0.0.1:9093'],
    KAFKA_TOPIC_PREFIX: '',
    DURATIONS_PROFILE: 'production',
    LOG_LEVEL: 'info',
    DATABASE_POOL_SIZE: 10,
    SEED: true,
  });
  expect(config).not.toHaveProperty('OTHER');
});

test('every problem is listed, one line each, and no value is shown', () => {
  const problems = problemsOf({
    PORT: '70000',
    DATABASE_URL: 'mysql://root:hunter2@db/x',
    KAFKA_BROKERS: 'kafka',
    REDIS_URL: '',
    IDENTITY_PUBLIC_JWKS: '{"keys":[',
    DURATIONS_PROFILE: 'fast',
    QUOTE_SECRET: 'short-secret',
    SEED: 'maybe',
  });
  expect(problems.map((line) => line.split(':')[0]).sort()).toEqual([
    'DATABASE_URL',
    'DURATIONS_PROFILE',
    'IDENTITY_PUBLIC_JWKS',
    'KAFKA_BROKERS',
    'PORT',
    'QUOTE_SECRET',
    'REDIS_URL',
    'SEED',
  ]);
  expect(problems).toContain('REDIS_URL: is required');
  expect(problems).toContain('DATABASE_URL: must be a URL that starts with postgresql:// or postgres://');
  expect(problems).toContain('IDENTITY_PUBLIC_JWKS: must be JSON');
  expect(problems.join('\n')).not.toMatch(/hunter2|short-secret/);
});

test('a private key among the public ones is refused', async () => {
  const { privateJwk } = await generateSigningKey();
  const env = { ...(await completeEnv()), IDENTITY_PUBLIC_JWKS: JSON.stringify({ keys: [privateJwk] }) };
  expect(problemsOf(env)).toEqual(['IDENTITY_PUBLIC_JWKS.keys.0: must not contain a private key (d)']);
});

test('production refuses development secrets, development accepts them', async () => {
  const env = { ...(await completeEnv()), QUOTE_SECRET: `dev-only-${'x'.repeat(32)}` };
  expect(problemsOf(env)).toEqual([]);
  expect(problemsOf({ ...env, NODE_ENV: 'production' })).toEqual([
    'QUOTE_SECRET: is a development secret, production needs its own',
  ]);
});

test('a variable that was renamed is refused with its new name', async () => {
  const env = await completeEnv();
  expect(problemsOf({ ...env, DELIVERY_FAULTS: 'duplicate=0.1' })).toEqual([
    'DELIVERY_FAULTS: is called EVENT_FAULTS now',
  ]);
  expect(problemsOf({ ...env, DELIVERY_FAULTS: '' })).toEqual([]);
});

test('event faults are named with their probability', async () => {
  const env = await completeEnv();
  expect(loadConfig(schema, env).EVENT_FAULTS).toBeUndefined();
  expect(loadConfig(schema, { ...env, EVENT_FAULTS: 'seed=7,duplicate=0.2' }).EVENT_FAULTS).toEqual({
    seed: 7,
    duplicate: 0.2,
  });
  expect(problemsOf({ ...env, EVENT_FAULTS: 'twice=0.2' })).toEqual([
    'EVENT_FAULTS: unknown event fault "twice=0.2"',
  ]);
});

test('failpoints are named with what they do; an unknown one is refused with the list', async () => {
  const env = await completeEnv();
  expect(loadConfig(schema, env).FAILPOINTS).toEqual(new Map());
  const one = { ...env, FAILPOINTS: 'relay.published=kill, provider.responded=hang' };
  expect([...loadConfig(schema, one).FAILPOINTS]).toEqual([
    ['relay.published', 'kill'],
    ['provider.responded', 'hang'],
  ]);
  expect(problemsOf({ ...env, FAILPOINTS: 'relay.lost=kill' })).toEqual([
    expect.stringMatching(
      /^FAILPOINTS: there is no failpoint "relay.lost"; there are: transaction.uncommitted, /,
    ),
  ]);
  expect(problemsOf({ ...env, FAILPOINTS: 'relay.published=explode' })).toEqual([
    'FAILPOINTS: failpoint relay.published can kill, throw, hang, not "explode"',
  ]);
});

test('production does not start with faults that are for tests', async () => {
  const env = {
    ...(await completeEnv()),
    FAILPOINTS: 'relay.published=kill',
    EVENT_FAULTS: 'duplicate=0.1',
  };
  expect(problemsOf(env)).toEqual([]);
  expect(problemsOf({ ...env, NODE_ENV: 'production' })).toEqual([
    'FAILPOINTS: is for tests, production does not start with it',
    'EVENT_FAULTS: is for tests, production does not start with it',
  ]);
  expect(problemsOf({ ...env, FAILPOINTS: '', EVENT_FAULTS: '', NODE_ENV: 'production' })).toEqual([]);
});
