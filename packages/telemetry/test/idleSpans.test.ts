import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { describeSpan, inSpan, traceHeaders } from '../src/index.ts';
import { startTracing, stopTracing } from '../src/traces.ts';

describe('spans of what looks for work', () => {
  const exporter = new InMemorySpanExporter();
  const names = () => exporter.getFinishedSpans().map(({ name }) => name);
  beforeAll(() => startTracing('orders', [new SimpleSpanProcessor(exporter)]));
  afterEach(() => exporter.reset());
  afterAll(() => stopTracing());

  test('a run that finds nothing makes no span', async () => {
    await inSpan('job sweep', {}, async () => undefined, { onlyIfUsed: true });
    expect(names()).toEqual([]);
  });

  test('one in which a span or an event arises, or an error, does', async () => {
    await inSpan('job a', {}, () => inSpan('payment capture', {}, async () => undefined), {
      onlyIfUsed: true,
    });
    await inSpan('job b', {}, async () => traceHeaders(), { onlyIfUsed: true });
    await inSpan('job c', {}, () => Promise.reject(new Error('broken')), { onlyIfUsed: true }).catch(
      () => undefined,
    );
    expect(names()).toEqual(['payment capture', 'job a', 'job b', 'job c']);
    const [child, parent] = exporter.getFinishedSpans();
    expect(child?.parentSpanContext?.spanId).toBe(parent?.spanContext().spanId);
  });

  test('a span says which order it is about', async () => {
    await inSpan('POST /graphql', {}, async () => describeSpan({ 'order.id': 'o-1' }));
    expect(exporter.getFinishedSpans()[0]?.attributes).toEqual({ 'order.id': 'o-1' });
  });
});
