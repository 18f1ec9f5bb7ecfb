import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { readOperation } from './requestBody.ts';

const maxBytes = 262_144;

/** A request whose whole body is there. */
function requestWith(body: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.method = 'POST';
  request.headers = { 'content-type': 'application/json' };
  request.push(Buffer.from(body));
  request.push(null);
  return request;
}

const bodyOf = (characters: number) => JSON.stringify({ query: `# ${'x'.repeat(characters)}\n{ a }` });

test('a large body is decoded when it is the turn of its client', async () => {
  let begin = (): void => undefined;
  const isTurn = new Promise<void>((resolve) => (begin = resolve));
  const { promise: isWaiting, turn } = turnThat(isTurn);
  let isRead = false;
  const reading = readOperation(requestWith(bodyOf(200_000)), new URLSearchParams(), maxBytes, turn);
  void reading.then(() => (isRead = true));
  await isWaiting;
  await new Promise((resolve) => setImmediate(resolve));
  expect(isRead).toBe(false);
  begin();
  expect(await reading).toMatchObject({ query: expect.stringContaining('{ a }') });
});

/** A turn that comes when `until` does, and when a request waits for it. */
function turnThat(until: Promise<void>) {
  let wait = (): void => undefined;
  const promise = new Promise<void>((resolve) => (wait = resolve));
  const turn = (): Promise<void> => {
    wait();
    return until;
  };
  return { promise, turn };
}

test('others take no turn, and what is too large takes none either', async () => {
  const turn = (): Promise<void> => Promise.reject(new Error('it takes a turn'));
  const read = (body: string) => readOperation(requestWith(body), new URLSearchParams(), maxBytes, turn);
  expect(await read(bodyOf(100))).toMatchObject({ query: expect.stringContaining('{ a }') });
  expect(await read(bodyOf(maxBytes))).toMatchObject({ kind: 'refused', status: 413 });
});
