import { connect } from 'node:net';

const RESPONSE_TIMEOUT_MS = 800;

/**
 * Who responds on a port of 127.0.0.1: the server that we started, another one, or nobody yet. A port that was free a
 * moment ago may be somebody else's now, and his server speaks the same protocol.
 */
export type Responder = 'ours' | 'other' | 'nobody';

/** Sends bytes to a port of 127.0.0.1 and returns all that comes back until `isWhole`; undefined when nothing does. */
function request(
  port: number,
  question: Buffer | string,
  isWhole: (response: Buffer) => boolean,
): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let response = Buffer.alloc(0);
    const finish = (): void => {
      socket.destroy();
      resolve(response.length > 0 ? response : undefined);
    };
    socket.setTimeout(RESPONSE_TIMEOUT_MS, finish);
    socket.on('error', finish);
    socket.on('close', finish);
    socket.on('connect', () => socket.write(question));
    socket.on('data', (chunk) => {
      response = Buffer.concat([response, chunk]);
      if (isWhole(response)) finish();
    });
  });
}

const judged = (response: Buffer, isOurs: boolean): Responder =>
  isOurs ? 'ours' : response.length > 0 ? 'other' : 'nobody';

/** Asks Redis for its working directory, which we gave it. */
export async function redisResponder(port: number, directory: string): Promise<Responder> {
  const question = '*3\r\n$6\r\nCONFIG\r\n$3\r\nGET\r\n$3\r\ndir\r\n';
  const response = await request(port, question, (bytes) =>
    /^-|^\*2(\r\n[^\r]*){4}\r\n$/.test(bytes.toString()),
  );
  if (!response || response.toString().startsWith('-LOADING')) return 'nobody';
  return judged(response, response.toString().split('\r\n').includes(directory));
}

/** A Metadata request (key 3, version 4) for no topics: its response names the cluster. */
export async function kafkaResponder(port: number, clusterId: string): Promise<Responder> {
  const correlation = 7;
  const body = Buffer.alloc(5); // an empty list of topics, and no creation of topics
  const header = Buffer.alloc(14);
  header.writeInt32BE(10 + body.length, 0);
  header.writeInt16BE(3, 4);
  header.writeInt16BE(4, 6);
  header.writeInt32BE(correlation, 8);
  header.writeInt16BE(-1, 12);
  const isWhole = (bytes: Buffer): boolean => bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE(0);
  const response = await request(port, Buffer.concat([header, body]), isWhole);
  if (!response || !isWhole(response)) return 'nobody';
  return judged(response, response.includes(clusterId));
}
