import { openEnvelope, openEvent } from '@nakku/contracts';
import { initTelemetry, inSpan, runInContext } from '@nakku/telemetry';
import type { NewEvent } from '../src/index.ts';
import { seal } from '../src/outbox/seal.ts';

const cartId = '0198c5f4-8a5e-7000-8000-000000000001';
const event = (change: Partial<NewEvent<'cart.updated'>> = {}): NewEvent<'cart.updated'> => ({
  type: 'cart.updated',
  subject: cartId,
  sequence: 3,
  data: {
    cartId,
    customerId: null,
    storeId: null,
    lineCount: 2,
    total: 100,
    currency: 'EUR',
    at: '2026-01-02T03:04:05.000Z',
  },
  ...change,
});

describe('sealing an event', () => {
  test('the headers are those of CloudEvents with trace and correlation', async () => {
    const telemetry = initTelemetry({ service: 'test' });
    const sealed = await runInContext({ requestId: 'r1', correlationId: 'c1' }, () =>
      inSpan('work', {}, async () => seal('cart', event())),
    );
    await telemetry.shutdown();
    expect(sealed).toMatchObject({ topic: 'cart', key: cartId, sequence: 3 });
    expect(sealed.headers).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: sealed.id,
      ce_type: 'cart.updated',
      ce_source: '/nakku/cart',
      ce_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      ce_subject: cartId,
      ce_sequence: '3',
      ce_dataschema: 'urn:nakku:event:cart.updated:v1',
      ce_correlationid: 'c1',
      traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/),
    });
    expect(sealed.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  test('what it seals can be opened', () => {
    const sealed = seal('cart', event());
    const envelope = openEnvelope(sealed.headers);
    if (!envelope.ok) throw new Error(envelope.error);
    expect(envelope.value).toMatchObject({ id: sealed.id, sequence: 3, correlationId: sealed.id });
    const opened = openEvent('cart.updated', envelope.value, sealed.key, sealed.payload);
    expect(opened).toMatchObject({ ok: true, value: { data: event().data, key: cartId } });
  });

  test('members that the contract does not know are not published', () => {
    const data = { ...event().data, secret: 'x' };
    expect(JSON.parse(seal('cart', event({ data })).payload)).toEqual(event().data);
  });

  test.each([0, -1, 1.5, Number.NaN])('a sequence of %p is refused', (sequence) => {
    expect(() => seal('cart', event({ sequence }))).toThrow('sequence must be a positive integer');
  });

  test('values do not appear in the error', () => {
    const data = { ...event().data, currency: 'secret' };
    expect(() => seal('cart', event({ data }))).toThrow(/currency/);
    expect(() => seal('cart', event({ data }))).not.toThrow(/secret/);
  });
});

test.each([
  ['ce_id', 'nope'],
  ['ce_sequence', '0'],
  ['ce_sequence', '1e3'],
  ['ce_specversion', '0.3'],
  ['ce_time', 'yesterday'],
])('an envelope with %s=%s is malformed', (name, value) => {
  const opened = openEnvelope({ ...seal('cart', event()).headers, [name]: value });
  expect(opened).toMatchObject({ ok: false, error: expect.stringContaining(name) });
});
