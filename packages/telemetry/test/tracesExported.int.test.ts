import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { initTelemetry, inSpan, SpanKind } from '../src/index.ts';

test('with an endpoint the spans of a trace reach the collector at shutdown', async () => {
  const bodies: Buffer[] = [];
  const paths: (string | undefined)[] = [];
  const collector = createServer((request, response) => {
    paths.push(request.url);
    request.on('data', (chunk: Buffer) => bodies.push(chunk));
    request.on('end', () => response.end('{}'));
  });
  await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done));
  const { port } = collector.address() as AddressInfo;
  const telemetry = initTelemetry({
    service: 'payments',
    logLevel: 'silent',
    otlpEndpoint: `http://127.0.0.1:${port}`,
  });
  await inSpan(
    'POST /graphql',
    { 'http.route': '/graphql' },
    async (span) => expect(span.isRecording()).toBe(true),
    {
      parent: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
      kind: SpanKind.SERVER,
    },
  );
  await expect(inSpan('capture', {}, () => Promise.reject(new Error('declined')))).rejects.toThrow(
    'declined',
  );
  await telemetry.shutdown();
  const sent = Buffer.concat(bodies).toString('utf8');
  expect(paths).toEqual(['/v1/traces']);
  for (const part of [
    'payments',
    'POST /graphql',
    '0af7651916cd43dd8448eb211c80319c',
    'capture',
    'declined',
  ]) {
    expect(sent).toContain(part);
  }
  await new Promise((done) => collector.close(done));
});
