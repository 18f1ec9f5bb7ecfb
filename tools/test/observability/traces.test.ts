import { TraceStore } from '../../src/observability/traces/store.ts';
import { startTraceReceiver } from '../../src/observability/traces/receiver.ts';

const limits = { maxTraces: 2, maxSpansPerTrace: 3 };
type Receiver = Awaited<ReturnType<typeof startTraceReceiver>>;
let receiver: Receiver;
beforeEach(async () => {
  receiver = await startTraceReceiver({ port: 0, store: new TraceStore(limits), bodyLimitBytes: 4_096 });
});
afterEach(() => receiver.stop());

interface Sent {
  trace: string;
  id: string;
  parent?: string;
  name: string;
  /** Milliseconds. */
  from: number;
  to: number;
  service?: string;
  order?: string;
}

const nano = (ms: number): string => String(BigInt(ms) * 1_000_000n);
const bodyOf = (spans: readonly Sent[]) => ({
  resourceSpans: spans.map(({ trace, id, parent, name, from, to, service = 'orders', order }) => ({
    resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
    scopeSpans: [
      {
        spans: [
          {
            traceId: trace,
            spanId: id,
            ...(parent === undefined ? {} : { parentSpanId: parent }),
            name,
            kind: 1,
            startTimeUnixNano: nano(from),
            endTimeUnixNano: nano(to),
            attributes: order === undefined ? [] : [{ key: 'order.id', value: { stringValue: order } }],
            status: { code: name === 'failed' ? 2 : 0 },
          },
        ],
      },
    ],
  })),
});

async function send(body: string): Promise<number> {
  const response = await fetch(`${receiver.url}/v1/traces`, { method: 'POST', body });
  await response.arrayBuffer();
  return response.status;
}
const sendSpans = (...spans: Sent[]): Promise<number> => send(JSON.stringify(bodyOf(spans)));
const page = async (path: string): Promise<string> => (await fetch(`${receiver.url}${path}`)).text();

test('a trace is a tree of what caused what, across services', async () => {
  await sendSpans({ trace: 'a', id: '2', parent: '1', name: 'failed', from: 1_005, to: 1_007, order: 'o1' });
  await sendSpans(
    { trace: 'a', id: '3', parent: '9', name: 'orphan', from: 1_006, to: 1_006 },
    { trace: 'a', id: '1', name: 'POST', from: 1_000, to: 1_020, service: 'gateway' },
  );
  expect(await page('/a')).toBe(
    [
      'gateway POST  +0.0 ms, 20.0 ms',
      '  orders failed  +5.0 ms, 2.0 ms, ERROR  order.id=o1',
      'orders orphan  +6.0 ms, 0.0 ms',
      '',
    ].join('\n'),
  );
  expect(await page('/')).toBe('a  3 spans  gateway,orders  20.0 ms  POST\n');
});

test('traces are found by an attribute', async () => {
  await sendSpans({ trace: 'a', id: '1', name: 'one', from: 0, to: 1, order: 'o1' });
  await sendSpans({ trace: 'b', id: '1', name: 'two', from: 0, to: 1, order: 'o2' });
  expect(await page('/?has=order.id:o1')).toBe('a  1 spans  orders  1.0 ms  one\n');
  expect(await page('/?has=order.id:o3')).toBe('');
});

test('the oldest traces and the latest spans are forgotten beyond the limits', async () => {
  for (const trace of ['a', 'b', 'c'])
    for (const id of ['1', '2', '3', '4']) await sendSpans({ trace, id, name: id, from: 0, to: 1 });
  expect((await page('/')).split('\n').map((line) => line.slice(0, 10))).toEqual([
    'c  3 spans',
    'b  3 spans',
    '',
  ]);
  expect((await fetch(`${receiver.url}/a`)).status).toBe(404);
});

test.each([
  ['no JSON', '{', 400],
  ['another shape', '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":7}]}]}]}', 400],
  ['more bytes than allowed', JSON.stringify('x'.repeat(5_000)), 413],
])('%s is refused and stores nothing', async (_, body, status) => {
  expect(await send(body)).toBe(status);
  expect(await page('/')).toBe('');
});
