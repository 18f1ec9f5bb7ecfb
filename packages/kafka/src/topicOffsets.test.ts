import { KafkaJSError } from 'kafkajs';
import { topicOffsets } from './topicOffsets.ts';

const offsets = [{ partition: 0, offset: '2', high: '2', low: '0' }];

/** An admin that fails with these errors first. */
function failing(...errors: Error[]) {
  const requested: string[] = [];
  return {
    requested,
    fetchTopicOffsets(topic: string) {
      requested.push(topic);
      const error = errors.shift();
      return error ? Promise.reject(error) : Promise.resolve(offsets);
    },
  };
}

test('a partition without a leader is tried again', async () => {
  const noLeader = new KafkaJSError('This server is not the leader for that topic-partition');
  const admin = failing(noLeader, noLeader);
  expect(await topicOffsets(admin, 'orders')).toEqual(offsets);
  expect(admin.requested).toEqual(['orders', 'orders', 'orders']);
});

test('what a retry cannot mend is thrown at once', async () => {
  const invalid = new KafkaJSError('Invalid topic', { retriable: false });
  const admin = failing(invalid);
  await expect(topicOffsets(admin, '')).rejects.toBe(invalid);
  expect(admin.requested).toEqual(['']);
});
