import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';

export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly token: string | undefined;
}

/** One socket with one subscription; speaks graphql-transport-ws with as little work as can be. */
export class Client {
  /** Messages so far, the first one included. */
  received = 0;
  readonly #ws: WebSocket;
  #isLeaving = false;
  readonly #joined: Promise<void>;

  /**
   * @param onMessage gets each message of the subscription as it came
   * @param onLoss told why no message will follow, unless the client leaves by itself
   */
  constructor(
    url: string,
    operation: Operation,
    onMessage: (text: string) => void,
    onLoss: (error: Error) => void,
  ) {
    const { query, variables, token } = operation;
    const ws = new WebSocket(url, 'graphql-transport-ws', {
      perMessageDeflate: false,
      skipUTF8Validation: true,
    });
    this.#ws = ws;
    const payload = token === undefined ? {} : { authorization: `Bearer ${token}` };
    ws.on('open', () => ws.send(JSON.stringify({ type: 'connection_init', payload })));
    this.#joined = new Promise((resolve, reject) => {
      const lose = (error: Error) => {
        reject(error);
        if (!this.#isLeaving) onLoss(error);
      };
      ws.on('error', lose);
      ws.on('close', (code, reason) => lose(new Error(`closed: ${code} ${reason.toString()}`)));
      ws.on('message', (data: Buffer) => {
        const text = data.toString('utf8');
        if (text.includes('"type":"next"')) {
          this.received += 1;
          onMessage(text);
          return resolve();
        }
        if (text.includes('"type":"connection_ack"')) {
          return ws.send(
            JSON.stringify({ id: randomUUID(), type: 'subscribe', payload: { query, variables } }),
          );
        }
        lose(new Error(`unexpected: ${text}`));
      });
    });
  }

  /** Resolves with the first message. */
  get joined(): Promise<void> {
    return this.#joined;
  }

  leave(): Promise<void> {
    this.#isLeaving = true;
    return new Promise((resolve) => {
      if (this.#ws.readyState === WebSocket.CLOSED) return resolve();
      this.#ws.once('close', () => resolve());
      this.#ws.close(1000);
    });
  }
}
