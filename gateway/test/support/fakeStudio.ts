import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { Report } from '@apollo/usage-reporting-protobuf';
import type { IReport } from '@apollo/usage-reporting-protobuf';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** The response of uplink: a supergraph with its id, or an error with its code. */
export type UplinkState =
  | { readonly id: string; readonly supergraphSdl: string }
  | { readonly code: string; readonly message: string };

export interface FakeStudio {
  readonly url: string;
  /** What uplink was asked with. */
  readonly requests: { readonly apiKey: string; readonly ref: string; readonly ifAfterId: string | null }[];
  /** Reports of use, decoded. */
  readonly reports: { readonly headers: IncomingHttpHeaders; readonly report: IReport }[];
  serve(state: UplinkState): void;
  stop(): Promise<void>;
}

const pollSeconds = 0.1;

/** Apollo's uplink and the endpoint for reports of use, as the gateway sees them over HTTP. */
export async function startFakeStudio(state: UplinkState): Promise<FakeStudio> {
  let current = state;
  const requests: FakeStudio['requests'] = [];
  const reports: FakeStudio['reports'] = [];

  function uplink(body: Buffer): unknown {
    const { variables } = JSON.parse(body.toString('utf8'));
    requests.push(variables);
    if ('code' in current) return { data: { routerConfig: { __typename: 'FetchError', ...current } } };
    if (variables.ifAfterId === current.id) return { data: { routerConfig: { __typename: 'Unchanged' } } };
    const config = { __typename: 'RouterConfigResult', ...current, minDelaySeconds: pollSeconds };
    return { data: { routerConfig: config } };
  }

  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const isReport = request.url === '/api/ingress/traces';
      if (isReport) reports.push({ headers: request.headers, report: Report.decode(gunzipSync(body)) });
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(isReport ? { tracesIgnored: false } : uplink(body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    reports,
    serve: (next) => void (current = next),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
