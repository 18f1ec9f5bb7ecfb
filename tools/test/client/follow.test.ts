import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphQLError, buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { openAccount, openApi, subscription } from '../../src/client/index.ts';

const counted = subscription<{ to: number }>()(
  'subscription Counted($to: Int!, $after: String) { counted(to: $to, after: $after) { cursor number } }',
  z.object({ counted: z.object({ cursor: z.string(), number: z.number() }) }),
);

interface Line {
  /** What each subscriber was asked to go on from. */
  readonly requests: (string | undefined)[];
  url: string;
  breakAll(): void;
  close(): Promise<void>;
}

/**
 * Counts up for each subscriber, from behind its cursor.
 * @param before is told of each number before it goes out; true: this connection falls silent instead
 */
async function line(before: (number: number, connection: number) => boolean): Promise<Line> {
  const requests: (string | undefined)[] = [];
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, path: '/graphql' });
  const schema = buildSchema(`
    type Query { nothing: Boolean }
    type Counted { cursor: String!, number: Int! }
    type Subscription { counted(to: Int!, after: String): Counted }
  `);
  let connections = 0;
  const roots = {
    subscription: {
      counted: async function* ({ to, after }: { to: number; after?: string }) {
        connections += 1;
        const connection = connections;
        requests.push(after);
        for (let number = Number(after ?? 0) + 1; number <= to; number += 1) {
          if (before(number, connection)) break;
          yield { counted: { cursor: String(number), number } };
        }
        await new Promise(() => undefined);
      },
    },
  };
  useServer({ schema, roots }, sockets);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const breakAll = (): void => sockets.clients.forEach((socket) => socket.terminate());
  return {
    requests,
    url: `http://127.0.0.1:${port}`,
    breakAll,
    async close() {
      breakAll();
      sockets.close();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

const tokens = {
  accessToken: 't',
  accessTokenExpiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  refreshToken: 'r',
};

async function numbers(served: Line, to: number, onNumber: (number: number) => void = () => undefined) {
  const api = openApi(served.url);
  const account = openAccount(api, { email: 'a@b.example', password: 'secret-secret' }, tokens);
  const ended = new AbortController();
  const seen: number[] = [];
  let breaks = 0;
  try {
    const stream = account.follow(
      counted,
      { to },
      {
        signal: ended.signal,
        cursorOf: ({ counted: { cursor } }) => cursor,
        onBreak: () => (breaks += 1),
      },
    );
    for await (const { counted: one } of stream) {
      seen.push(one.number);
      onNumber(one.number);
      if (one.number === to) ended.abort();
    }
  } finally {
    ended.abort();
    await account.close();
    await api.close();
  }
  return { seen, breaks };
}

test('a stream that breaks goes on behind the last cursor, so nothing is missed and nothing comes twice', async () => {
  const served = await line((number, connection) => number > connection * 2);
  const { seen, breaks } = await numbers(served, 6, (number) => {
    if (number === 2 || number === 4) served.breakAll();
  });
  expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
  expect(breaks).toBe(2);
  expect(served.requests).toEqual([undefined, '2', '4']);
  await served.close();
});

test('an error of the server that may pass is a break, one that does not is the end', async () => {
  const served = await line((number, connection) => {
    const code = connection === 1 ? 'INTERNAL_SERVER_ERROR' : 'ACCESS_ENDED';
    if (number === 3) throw new GraphQLError('no', { extensions: { code } });
    return false;
  });
  await expect(numbers(served, 5)).rejects.toThrow('Counted: ACCESS_ENDED: no');
  expect(served.requests).toEqual([undefined, '2']);
  await served.close();
});

test('the signal ends a silent stream', async () => {
  const served = await line(() => false);
  expect((await numbers(served, 1)).seen).toEqual([1]);
  await served.close();
});
