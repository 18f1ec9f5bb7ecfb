import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { AttackCase, AttackGroup, Outcome } from '../harness/cases.ts';
import { must } from '../harness/cases.ts';
import { besideBystander } from '../harness/flood.ts';
import type { World } from '../harness/world.ts';

const FROM = '203.0.113.14';
const RESPONSE_MS = 4_000;
/** Longer than HEADERS_TIMEOUT_MS, 10 seconds. */
const SLOW_MS = 14_000;

/** Sends bytes and returns the bytes that came back until the server closed or `ms` passed. */
async function raw({ target }: World, bytes: string, ms = RESPONSE_MS): Promise<string> {
  const { hostname, port } = new URL(target.url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(bytes);
  await Promise.race([closed, pause(ms)]);
  socket.destroy();
  return text;
}

const head = (lines: readonly string[]): string =>
  ['POST /graphql HTTP/1.1', 'Host: shop', 'Content-Type: application/json', ...lines, '', ''].join('\r\n');
const body = '{"query":"{ __typename }"}';
const hidden = `0\r\n\r\nGET /live HTTP/1.1\r\nHost: shop\r\n\r\n`;

/** Requests of which two servers may see different ends. */
const SMUGGLED: readonly (readonly [name: string, bytes: string])[] = [
  ['two framings', head([`Content-Length: ${body.length}`, 'Transfer-Encoding: chunked']) + hidden],
  ['two lengths', head([`Content-Length: ${body.length}`, 'Content-Length: 3']) + body],
  ['a length with a sign', head([`Content-Length: +${body.length}`]) + body],
  ['chunked in capitals with a tab', head(['Transfer-Encoding:\tCHUNKED, identity']) + hidden],
  ['a header with a space before its colon', head([`Content-Length : ${body.length}`]) + body],
  ['a folded header', head([`Content-Length: ${body.length}`, 'X-A: 1', ' folded: 2']) + body],
  ['bare line feeds', head([`Content-Length: ${body.length}`]).replaceAll('\r\n', '\n') + body],
  ['two hosts', head(['Host: other', `Content-Length: ${body.length}`]) + body],
  ['NUL in a header', head([`X-A: a\0b`, `Content-Length: ${body.length}`]) + body],
  ['chunks in HTTP/1.0', `${head(['Transfer-Encoding: chunked']).replace('1.1', '1.0')}${hidden}`],
  ['20 kB of headers', head([`X-A: ${'a'.repeat(20_000)}`, `Content-Length: ${body.length}`]) + body],
  ['3,000 headers', head([...Array.from({ length: 3_000 }, (_, n) => `X-${n}: 1`), 'Content-Length: 0'])],
];

const INIT = JSON.stringify({ type: 'connection_init' });

interface Opened {
  readonly ws: WebSocket;
  readonly received: string[];
  /** The code with which the server closed it, or the status with which it refused the upgrade. */
  readonly ended: Promise<number>;
}

function open({ target }: World, protocol = 'graphql-transport-ws', from = FROM, origin?: string): Opened {
  const ws = new WebSocket(`${target.url.replace('http', 'ws')}/graphql`, protocol, {
    headers: { 'x-forwarded-for': from, ...(origin === undefined ? {} : { origin }) },
  });
  const received: string[] = [];
  ws.on('message', (data: Buffer) => received.push(data.toString('utf8')));
  ws.on('error', () => undefined);
  const ended = new Promise<number>((resolve) => {
    ws.on('close', (code) => resolve(code));
    ws.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
  });
  return { ws, received, ended };
}

const opened = (ws: WebSocket): Promise<unknown> =>
  new Promise((resolve, reject) => ws.once('open', resolve).once('error', reject));

/** Waits until the socket is acknowledged, or over. */
async function acknowledged(received: readonly string[], ended: Promise<number>): Promise<void> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (!isOver && received.length === 0) await pause(10);
}

/** Says messages one after the other, and expects the socket to be closed with one of the codes. */
function closedWith(
  name: string,
  messages: readonly (string | Buffer)[],
  codes: readonly number[],
  ms = RESPONSE_MS,
): AttackCase {
  return {
    name,
    async run(world): Promise<Outcome> {
      const { ws, ended, received } = open(world);
      try {
        await opened(ws);
        for (const message of messages) {
          ws.send(message);
          if (message === INIT) await acknowledged(received, ended);
        }
        const code = await Promise.race([ended, pause(ms).then(() => 0)]);
        must(codes.includes(code), `closed with ${code}, it said ${received.join(' ').slice(0, 150)}`);
        return 'refused';
      } finally {
        ws.terminate();
      }
    },
  };
}

/** @param expected the status of the refused upgrade, or the code with which the socket is closed */
function upgradeRefused(name: string, expected: number, protocol: string, origin?: string): AttackCase {
  return {
    name,
    async run(world): Promise<Outcome> {
      const { ws, ended } = open(world, protocol, FROM, origin);
      const code = await Promise.race([ended, pause(RESPONSE_MS).then(() => 0)]);
      ws.terminate();
      must(code === expected, `it returned ${code}`);
      return 'refused';
    },
  };
}

const subscribe = (id: string, query: string): string =>
  JSON.stringify({ id, type: 'subscribe', payload: { query } });

async function slowloris(world: World): Promise<{ outcome: 'held'; detail: string }> {
  const { hostname, port } = new URL(world.target.url);
  const sockets: Socket[] = [];
  const attack = async (signal: AbortSignal): Promise<string> => {
    for (let n = 0; n < 300; n += 1) {
      const socket = connect(Number(port), hostname)
        .on('error', () => undefined)
        .resume();
      socket.write(`POST /graphql HTTP/1.1\r\nHost: shop\r\nX-Forwarded-For: ${FROM}\r\n`);
      sockets.push(socket);
    }
    while (!signal.aborted) {
      for (const socket of sockets) if (socket.writable) socket.write('X-a: b\r\n');
      await pause(250);
    }
    const openNow = (): number => sockets.filter((socket) => !socket.destroyed).length;
    const end = performance.now() + SLOW_MS;
    while (openNow() > 0 && performance.now() < end) await pause(100);
    const open = openNow();
    for (const socket of sockets) socket.destroy();
    must(open === 0, `${open} of ${sockets.length} were open at the end`);
    return `all ${sockets.length} were closed`;
  };
  return besideBystander(world, attack, { floodMs: Math.max(world.floodMs, SLOW_MS), rounds: 1 });
}

async function largeBodies(world: World): Promise<{ outcome: 'held'; detail: string }> {
  const large = 'x'.repeat(8_000_000);
  return besideBystander(world, async (signal) => {
    const statuses = new Map<number, number>();
    while (!signal.aborted) {
      await Promise.all(
        Array.from({ length: 6 }, async () => {
          const status = await world.target.execute({ body: large, from: FROM }).then(
            (reply) => reply.status,
            () => 0,
          );
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }),
      );
    }
    must(!statuses.has(200), 'a body of 8 MB was accepted');
    return [...statuses].map(([status, count]) => `${count} × ${status || 'cut off'}`).join(', ');
  });
}

export const transports: AttackGroup = {
  name: 'transports',
  cases: () => [
    ...SMUGGLED.map(([name, bytes]): AttackCase => ({
      name: `smuggling: ${name}`,
      async run(world) {
        const text = await raw(world, bytes);
        must(/^HTTP\/1\.1 (4\d\d)/.test(text), `it was returned ${text.slice(0, 120)}`);
        must(!text.includes('"live"'), 'the hidden request was executed');
        return 'refused';
      },
    })),
    upgradeRefused('a socket of another sub-protocol', 4406, 'graphql-ws'),
    upgradeRefused('a socket of a sub-protocol that nobody knows', 4406, 'mqtt'),
    upgradeRefused('a socket of another page', 403, 'graphql-transport-ws', 'https://evil.example'),
    closedWith('a socket that never says who it is', [], [4408], 13_000),
    closedWith(
      'an operation before connection_init',
      [subscribe('1', 'subscription { __typename }')],
      [4401],
    ),
    closedWith('two connection_init', [INIT, INIT], [4429]),
    closedWith('a message that is no JSON', [INIT, '{'], [4400]),
    closedWith('a message of no type', [INIT, '{"id":"1"}'], [4400]),
    closedWith('a binary message', [INIT, Buffer.alloc(64, 255)], [4400, 1003, 1007]),
    closedWith('a message of 1 MB', [INIT, 'x'.repeat(1_000_000)], [1009]),
    closedWith(
      'one ID twice',
      [
        INIT,
        ...['1', '1'].map((id) =>
          subscribe(id, 'subscription { stockChanged(storeId: "a", productIds: ["b"]) { isSnapshot } }'),
        ),
      ],
      [4409],
    ),
    closedWith(
      'a long ID twice',
      [
        INIT,
        ...[1, 2].map(() =>
          subscribe(
            'i'.repeat(2_000),
            'subscription { stockChanged(storeId: "a", productIds: ["b"]) { isSnapshot } }',
          ),
        ),
      ],
      [4409, 4400],
    ),
    closedWith(
      'a wrong token',
      [JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer a.b.c' } })],
      [4403, 4401],
    ),
    { name: '300 connections that send their headers slowly', run: slowloris },
    { name: 'bodies of 8 MB, six at a time', run: largeBodies },
  ],
};
