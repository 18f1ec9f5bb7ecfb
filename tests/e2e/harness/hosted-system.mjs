// Runs the whole system for the end-to-end tests and lets them, which live in other contexts, act on its supervisor
// over HTTP: `POST /kill/orders`, `POST /restart/orders` with variables as JSON.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { explainStartFailure, startSystem, untilSeedsHaveArrived } from '@nakku/tools/system';

/** Packers and couriers are played by the tests themselves, step by step. */
const WITHOUT = ['simulator'];
/** Everybody in the tests comes from one address. */
const ENVIRONMENT = {
  users: {
    AUTH_LIMIT_PER_IP: '100000',
    AUTH_LIMIT_REGISTER_PER_IP: '100000',
    AUTH_LIMIT_PER_ACCOUNT: '1000',
    AUTH_LIMIT_PER_ACCOUNT_AND_IP: '1000',
  },
};
/** Tests kill a service more often than a sick one may die. */
const RESTARTS = { firstDelayMs: 200, factor: 2, maxDelayMs: 2_000, deathsToGiveUp: 50, windowMs: 60_000 };

const actions = {
  kill: (system, name) => system.kill(name),
  signal: (system, name, { signal }) => system.signal(name, signal),
  ready: (system, name) => system.whenReady(name),
  stop: (system, name) => system.stopOne(name),
  start: (system, name, environment) => system.startAgain(name, { ...ENVIRONMENT[name], ...environment }),
  restart: (system, name, environment) => system.restart(name, { ...ENVIRONMENT[name], ...environment }),
  pid: (system, name) => system.pid(name),
  replica: (system, name, environment) => system.startReplica(name, { ...ENVIRONMENT[name], ...environment }),
};

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : JSON.parse(text);
}

async function reply(system, request) {
  const [, action, name] = new URL(request.url ?? '/', 'http://control').pathname.split('/');
  const body = await bodyOf(request);
  if (!Object.hasOwn(actions, action)) throw new Error(`no action ${action}`);
  return (await actions[action](system, name, body)) ?? null;
}

function control(system) {
  const server = createServer((request, response) => {
    reply(system, request).then(
      (value) => response.end(JSON.stringify({ value })),
      (error) => response.writeHead(500).end(JSON.stringify({ error: String(error) })),
    );
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Starts the system and waits for its seeds; whatever goes wrong, nothing runs on, and the error explains it. */
async function started(state, log) {
  const printed = [];
  const send = (line) => {
    printed.push(`${new Date().toISOString()} ${line}`);
    log(line);
  };
  let system;
  try {
    system = await startSystem({
      state,
      ports: 'free',
      durationsProfile: 'test',
      servers: 'own',
      throwAwayServers: true,
      without: WITHOUT,
      environment: ENVIRONMENT,
      restartPolicy: RESTARTS,
      log: send,
      onEvent: (event) => send(JSON.stringify(event)),
    });
    await untilSeedsHaveArrived(system);
    return system;
  } catch (error) {
    const explained = explainStartFailure(error, state, printed);
    await system?.stop();
    rmSync(state, { recursive: true, force: true });
    throw explained;
  }
}

/** @returns what the tests need to know of it, and how to stop it, which deletes its state */
export async function hostSystem({ log = () => undefined } = {}) {
  const state = mkdtempSync(path.join(tmpdir(), 'nakku-e2e-'));
  const system = await started(state, log);
  const server = await control(system);
  const address = {
    state,
    controlUrl: `http://127.0.0.1:${server.address().port}`,
    gatewayUrl: system.gatewayUrl,
    servers: system.servers,
    ports: system.installation.ports,
    databasePrefix: system.installation.databasePrefix,
    keySecret: system.installation.secrets.usersKeyEncryptionSecret,
  };
  return {
    address,
    async stop() {
      server.closeAllConnections();
      server.close();
      await system.stop();
      rmSync(state, { recursive: true, force: true });
    },
  };
}
