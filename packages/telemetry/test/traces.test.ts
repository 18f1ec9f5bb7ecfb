import { initTelemetry, inSpan, requestContext, traceHeaders } from '../src/index.ts';

const incoming = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('traces without an exporter', () => {
  const telemetry = initTelemetry({ service: 'orders', logLevel: 'silent' });
  afterAll(() => telemetry.shutdown());

  test('the trace of an incoming request goes on to outgoing ones, also from buffers', async () => {
    for (const traceparent of [incoming, Buffer.from(incoming), [incoming]]) {
      const outgoing = await inSpan('consume', {}, async () => traceHeaders(), { parent: { traceparent } });
      expect(outgoing.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-0[01]$/);
    }
  });

  test('spans inside of each other share one trace; a root starts its own', async () => {
    const [outer, inner] = await inSpan('outer', {}, async () => {
      const own = traceHeaders();
      return [own, await inSpan('inner', {}, async () => traceHeaders())] as const;
    });
    expect(outer.traceparent?.slice(3, 35)).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
    expect(inner.traceparent?.slice(3, 35)).toBe(outer.traceparent?.slice(3, 35));
    const other = await inSpan('outer', {}, async () => traceHeaders());
    expect(other.traceparent?.slice(3, 35)).not.toBe(outer.traceparent?.slice(3, 35));
  });

  test('an error goes through unchanged; a malformed traceparent is ignored', async () => {
    const broken = new Error('broken');
    await expect(
      inSpan('x', {}, () => Promise.reject(broken), { parent: { traceparent: 'nonsense' } }),
    ).rejects.toBe(broken);
  });

  test('nothing is sampled', async () => {
    await inSpan('x', { a: 1 }, async (span) => expect(span.isRecording()).toBe(false));
  });
});

describe('request context', () => {
  test('takes well-formed ids and replaces the others', () => {
    expect(requestContext({ requestId: 'a-1', correlationId: 'b.2', userId: 'u' })).toEqual({
      requestId: 'a-1',
      correlationId: 'b.2',
      userId: 'u',
    });
    const made = requestContext({ requestId: 'bad\nid', correlationId: 'x'.repeat(129) });
    expect(made.requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(made.correlationId).toBe(made.requestId);
  });
});
