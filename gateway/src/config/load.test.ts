import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateSigningKey } from '@nakku/identity';
import { ConfigError } from '@nakku/service';
import { environmentVariables, gatewayConfigJsonSchema } from './jsonSchema.ts';
import { loadGatewayConfig } from './load.ts';
import { renamedSettings } from './renamedSettings.ts';

const { privateJwk } = await generateSigningKey();
const required = {
  REDIS_URL: 'redis://127.0.0.1:6379',
  USERS_JWKS_URL: 'http://users/.well-known/jwks.json',
  IDENTITY_PRIVATE_JWK: JSON.stringify(privateJwk),
};
const folder = mkdtempSync(path.join(tmpdir(), 'gateway-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string): string {
  const name = path.join(folder, 'gateway.json');
  writeFileSync(name, content);
  return name;
}

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadGatewayConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test('the environment comes before the file, the file before defaults', () => {
  const GATEWAY_CONFIG = file(
    JSON.stringify({
      operations: { maxDepth: 5, maxAliases: 6 },
      browsers: { allowedOrigins: ['https://a.example'] },
    }),
  );
  const config = loadGatewayConfig({ ...required, GATEWAY_CONFIG, MAX_DEPTH: '7', MAX_ALIASES: '' });
  expect(config.operations).toMatchObject({ maxDepth: 7, maxAliases: 6, maxTokens: 5_000 });
  expect(config.browsers.allowedOrigins).toEqual(['https://a.example']);
});

test('variables are text: numbers, switches, lists and JSON are read from it', () => {
  const config = loadGatewayConfig({
    ...required,
    EXPLORER: '0',
    SOCKET_QUERIES: 'true',
    ALLOWED_ORIGINS: 'https://a.example, https://b.example',
    SUBGRAPH_URLS: '{"a":"http://a/graphql"}',
  });
  expect(config.browsers).toMatchObject({
    explorer: false,
    allowedOrigins: ['https://a.example', 'https://b.example'],
  });
  expect(config.subscriptions.socketQueries).toBe(true);
  expect(config.supergraph.subgraphUrls).toEqual({ a: 'http://a/graphql' });
});

test('every problem is named by variable and setting, without its value', () => {
  const { USERS_JWKS_URL: _, ...rest } = required;
  const problems = problemsOf({
    ...rest,
    MAX_DEPTH: 'hunter2',
    EXPLORER: 'hunter2',
    ALLOWED_ORIGINS: 'hunter2',
    IDENTITY_PRIVATE_JWK: 'hunter2',
  });
  expect(problems.map((problem) => problem.split(':')[0])).toEqual([
    'USERS_JWKS_URL (identity.usersJwksUrl)',
    'IDENTITY_PRIVATE_JWK (identity.privateJwk)',
    'ALLOWED_ORIGINS.0 (browsers.allowedOrigins)',
    'EXPLORER (browsers.explorer)',
    'MAX_DEPTH (operations.maxDepth)',
  ]);
  expect(problems.join()).not.toContain('hunter2');
});

test('a file that does not fit is refused: unknown settings too', () => {
  const of = (content: string) => problemsOf({ ...required, GATEWAY_CONFIG: file(content) });
  expect(of('{ "operations": { "maxDeep": 5 } }')).toEqual(['operations: Unrecognized key: "maxDeep"']);
  expect(of('{ "operation": {} }')).toEqual([': Unrecognized key: "operation"']);
  expect(of('{')).toEqual([`GATEWAY_CONFIG: ${path.join(folder, 'gateway.json')} is not JSON`]);
  expect(problemsOf({ ...required, GATEWAY_CONFIG: '/nowhere.json' })).toEqual([
    'GATEWAY_CONFIG: /nowhere.json cannot be read as a JSON object',
  ]);
});

test('a setting under its former name is refused, and its name is given', () => {
  expect(problemsOf({ ...required, HEADERS_WITHIN_MS: '5000', OWNER_PATIENCE_MS: '1' })).toEqual([
    'HEADERS_WITHIN_MS: is now called HEADERS_TIMEOUT_MS',
    'OWNER_PATIENCE_MS: is now called OWNER_RETRY_TIMEOUT_MS',
  ]);
  expect(
    problemsOf({ ...required, GATEWAY_CONFIG: file('{ "execution": { "maxAnswerBytes": 5 } }') }),
  ).toEqual(['execution.maxAnswerBytes: is now called execution.maxResponseBytes']);
});

test('every setting that was renamed is one', () => {
  const variables = environmentVariables().map(({ env, section, name }) => `${env} ${section}.${name}`);
  expect(variables).toEqual(
    expect.arrayContaining(renamedSettings.map(({ section, now }) => `${now.env} ${section}.${now.name}`)),
  );
});

describe('production', () => {
  const production = { ...required, NODE_ENV: 'production' };

  test('starts with secrets of its own', () => {
    expect(problemsOf(production)).toEqual([]);
  });

  test('refuses a development key', () => {
    const key = JSON.stringify({ ...privateJwk, kid: `dev-only_${privateJwk.kid}` });
    expect(problemsOf({ ...production, IDENTITY_PRIVATE_JWK: key })).toEqual([
      'IDENTITY_PRIVATE_JWK (identity.privateJwk): is a development secret, production needs its own',
    ]);
    expect(problemsOf({ ...required, IDENTITY_PRIVATE_JWK: key })).toEqual([]);
  });

  test('refuses an explorer that gives out passwords', () => {
    const accounts = JSON.stringify([{ label: 'A', role: 'admin', email: 'a@b.example', password: 'demo' }]);
    expect(problemsOf({ ...production, EXPLORER_ACCOUNTS: accounts })).toEqual([]);
    expect(problemsOf({ ...production, EXPLORER_ACCOUNTS: accounts, EXPLORER: 'true' })).toEqual([
      'EXPLORER_ACCOUNTS (browsers.explorerAccounts): demo accounts and their passwords are for development',
    ]);
  });
});

test('every setting has a description and a variable of its own', () => {
  const variables = environmentVariables();
  expect(new Set(variables.map(({ env }) => env)).size).toBe(variables.length);
  const undescribed = Object.entries(Object(gatewayConfigJsonSchema().properties)).flatMap(
    ([section, node]) =>
      Object.entries(Object(Object(node).properties)).flatMap(([name, setting]) =>
        Object(setting).description && Object(setting).env ? [] : [`${section}.${name}`],
      ),
  );
  expect(undescribed).toEqual([]);
});

test('the committed JSON schema is that of the code: npm run gateway-config', () => {
  const committed: unknown = JSON.parse(
    readFileSync(path.join(import.meta.dirname, '../../gateway.config.schema.json'), 'utf8'),
  );
  expect(committed).toEqual(JSON.parse(JSON.stringify(gatewayConfigJsonSchema())));
});
