import { Redis } from 'ioredis';
import {
  captureEvents,
  dropRedisKeys,
  dropTopics,
  eventProducer,
  redisPrefix,
  servers,
  testKafka,
  topicPrefix,
} from '../src/index.ts';

test('what the producer sends is captured, from the beginning and in order per key; dropping leaves nothing', async () => {
  const prefix = topicPrefix();
  const admin = testKafka().admin();
  await admin.connect();
  await admin.createTopics({
    topics: [{ topic: `${prefix}orders`, numPartitions: 3 }],
    waitForLeaders: true,
  });
  const producer = await eventProducer(prefix);
  const first = { topic: 'orders', type: 'order.created', subject: 'o-1', sequence: 1, data: { n: 1 } };
  const id = await producer.send(first);
  const capture = await captureEvents(prefix, ['orders']);
  await producer.send({ ...first, type: 'order.reserved', sequence: 2, data: { n: 2 } });
  expect(await capture.waitFor('order.created', { subject: 'o-1' })).toMatchObject({
    id,
    key: 'o-1',
    data: { n: 1 },
  });
  await capture.waitFor('order.reserved', { where: (event) => event.sequence === 2 });
  expect(capture.events.map(({ type, sequence }) => [type, sequence])).toEqual([
    ['order.created', 1],
    ['order.reserved', 2],
  ]);
  await expect(capture.waitFor('order.lost', { timeoutMs: 30 })).rejects.toThrow(
    'captured: order.created(o-1), order.reserved(o-1)',
  );
  await Promise.all([producer.stop(), capture.stop()]);
  await dropTopics(prefix);
  expect((await admin.listTopics()).filter((topic) => topic.startsWith(prefix))).toEqual([]);
  await admin.disconnect();
});

test('dropping Redis keys takes those of the prefix only', async () => {
  const redis = new Redis(servers().redisUrl);
  const [mine, other] = [redisPrefix(), redisPrefix()];
  await redis.mset(`${mine}a`, 1, `${mine}b`, 2, `${other}a`, 3);
  await dropRedisKeys(mine);
  expect(await redis.mget(`${mine}a`, `${mine}b`, `${other}a`)).toEqual([null, null, '3']);
  await dropRedisKeys(other);
  redis.disconnect();
});
