import { connect } from 'node:net';

const ANSWER_MS = 800;

/** Sends bytes to a port of 127.0.0.1 and judges the first answer; no answer is a no. */
function ask(
  port: number,
  question: Buffer | string,
  isAnswer: (answer: Buffer) => boolean,
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const finish = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(ANSWER_MS, () => finish(false));
    socket.on('error', () => finish(false));
    socket.on('close', () => resolve(false));
    socket.on('connect', () => socket.write(question));
    socket.on('data', (answer) => finish(isAnswer(answer)));
  });
}

export const redisAnswers = (port: number): Promise<boolean> =>
  ask(port, '*1\r\n$4\r\nPING\r\n', (answer) => answer.toString().startsWith('+PONG'));

/** An ApiVersions request (key 18, version 0); ready is an answer without an error code. */
export function kafkaAnswers(port: number): Promise<boolean> {
  const correlation = 7;
  const request = Buffer.alloc(14);
  request.writeInt32BE(10, 0);
  request.writeInt16BE(18, 4);
  request.writeInt32BE(correlation, 8);
  request.writeInt16BE(-1, 12);
  return ask(
    port,
    request,
    (answer) => answer.length > 9 && answer.readInt32BE(4) === correlation && answer.readInt16BE(8) === 0,
  );
}

/** A start-up message of protocol 3.0; ready is an authentication answer ('R'), not an error ('E') of one that starts. */
export function postgresAnswers(port: number): Promise<boolean> {
  const body = Buffer.from('user\0postgres\0database\0postgres\0\0');
  const request = Buffer.alloc(8 + body.length);
  request.writeInt32BE(request.length, 0);
  request.writeInt32BE(3 << 16, 4);
  body.copy(request, 8);
  return ask(port, request, (answer) => answer[0] === 'R'.charCodeAt(0));
}
