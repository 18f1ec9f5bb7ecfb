import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { initTelemetry, inSpan, loggerTo, runInContext } from '../src/index.ts';

function capture() {
  const lines: Record<string, unknown>[] = [];
  const log = loggerTo({ write: (line: string) => void lines.push(JSON.parse(line)) }, 'debug');
  return { log, lines };
}

describe('logs', () => {
  const telemetry = initTelemetry({ service: 'orders', logLevel: 'silent' });
  afterAll(() => telemetry.shutdown());

  test('a line carries service, request, correlation, trace and user id of its request', async () => {
    const { log, lines } = capture();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await runInContext({ requestId: 'r-1', correlationId: 'c-1', userId: 'u-1' }, () =>
      inSpan('request', {}, async () => log.info({ orderId: 'o-1' }, 'placed'), { parent: { traceparent } }),
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      service: 'orders',
      requestId: 'r-1',
      correlationId: 'c-1',
      userId: 'u-1',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      orderId: 'o-1',
      msg: 'placed',
    });
  });

  test('a line outside of a request names the service only', () => {
    const { log, lines } = capture();
    context.with(ROOT_CONTEXT, () => log.warn('cold start'));
    expect(Object.keys(lines[0] ?? {}).sort()).toEqual(['level', 'msg', 'service', 'time']);
  });

  test('what a call says itself wins over the context', () => {
    const { log, lines } = capture();
    runInContext({ requestId: 'r', correlationId: 'c', userId: 'admin' }, () =>
      log.info({ userId: 'other' }, 'x'),
    );
    expect(lines[0]?.userId).toBe('other');
  });

  test('what a line holds is bounded: texts, lists, objects', () => {
    const { log, lines } = capture();
    const keys = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`k${i}`, i]));
    log.info({ text: 'x'.repeat(5_000), list: Array.from({ length: 1_000 }, (_, i) => i), keys }, 'large');
    const [line] = lines;
    expect(line?.text).toBe(`${'x'.repeat(4_000)}… 1000 more characters`);
    expect(line?.list).toEqual([...Array.from({ length: 20 }, (_, i) => i), '980 more']);
    expect(Object.keys(Object(line?.keys))).toHaveLength(101);
    expect(Object(line?.keys)['…']).toBe('50 more');
  });

  test('secrets are redacted at any depth, in records and in bindings', () => {
    const { log, lines } = capture();
    log.child({ refreshToken: 'rt-secret', orderId: 'o-1' }).info(
      {
        headers: {
          Authorization: 'Bearer at-secret',
          'set-cookie': ['a=cookie-secret'],
          accept: 'text/html',
        },
        input: [{ password: 'pw-secret', deep: { client: { apiSecret: 'api-secret', name: 'n' } } }],
        tokenAgeMs: 12,
      },
      'sign-in',
    );
    const text = JSON.stringify(lines[0]);
    expect(text).not.toMatch(/-secret/);
    expect(lines[0]).toMatchObject({
      refreshToken: '[redacted]',
      orderId: 'o-1',
      headers: { Authorization: '[redacted]', 'set-cookie': '[redacted]', accept: 'text/html' },
      input: [{ password: '[redacted]', deep: { client: { apiSecret: '[redacted]', name: 'n' } } }],
      tokenAgeMs: 12,
    });
  });

  test('an error keeps its message and stack', () => {
    const { log, lines } = capture();
    log.error({ err: new Error('broken pipe') }, 'failed');
    expect(lines[0]?.err).toMatchObject({
      type: 'Error',
      message: 'broken pipe',
      stack: expect.stringContaining('logs.test'),
    });
  });

  test('a record that contains itself is cut off and does not end the process', () => {
    const { log, lines } = capture();
    const knot: Record<string, unknown> = { name: 'knot' };
    knot.self = knot;
    log.info({ knot }, 'x');
    expect(JSON.stringify(lines[0])).toContain('[cut off]');
  });
});
