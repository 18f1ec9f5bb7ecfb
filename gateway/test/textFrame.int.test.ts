import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';
import type { AddressInfo } from 'node:net';
import { sharedBytes, textFrame } from '../src/transports/websocket/textFrame.ts';

/** What a client reads of frames that are written past the server's own sender, between two messages of it. */
async function read(frames: readonly Buffer[]): Promise<string[]> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', (ws, request) => {
    ws.send('first');
    for (const frame of frames) request.socket.write(frame);
    ws.send('last');
    ws.close();
  });
  const { port }: AddressInfo = Object(server.address());
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  const texts: string[] = [];
  client.on(
    'message',
    (data: Buffer, isBinary) => void texts.push(isBinary ? 'binary' : data.toString('utf8')),
  );
  await once(client, 'close');
  server.close();
  return texts;
}

test.each([0, 1, 123, 124, 65_533, 65_534, 200_000])('a message of %i bytes and two more', async (length) => {
  const tail = 'x'.repeat(length);
  expect(await read([textFrame(Buffer.from('ä'), Buffer.from(tail))])).toEqual(['first', `ä${tail}`, 'last']);
});

test('several in a row, whose text is made into bytes once', async () => {
  const bytesOf = sharedBytes('<');
  const frames = ['one', 'two', 'two', 'one'].map((text) => textFrame(Buffer.from('>'), bytesOf(text)));
  expect(await read(frames)).toEqual(['first', '>one<', '>two<', '>two<', '>one<', 'last']);
  expect(bytesOf('one')).toBe(bytesOf('one'));
});
