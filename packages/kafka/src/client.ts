import { logger } from '@nakku/telemetry';
import { Kafka, logLevel } from 'kafkajs';
import type { LogEntry, RetryOptions } from 'kafkajs';
import { withoutNegativeTimers } from './requestTimers.ts';

withoutNegativeTimers();

/**
 * kafkajs with settings that were measured: its default of 300 ms before the first retry alone would cost more
 * than a whole order may take.
 * @param retry over these settings, for who waits rather than fails
 */
export function kafkaClient(brokers: readonly string[], clientId: string, retry: RetryOptions = {}): Kafka {
  return new Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: 2_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 20, maxRetryTime: 500, retries: 3, ...retry },
    logLevel: logLevel.WARN,
    logCreator: () => write,
  });
}

/** While the broker is away kafkajs reports each try as an error; we count and report the outage ourselves. */
function write({ namespace, level, log }: LogEntry): void {
  const { message, error, groupId, topic, partition } = log;
  const fields = { kafka: namespace, error: described(error), groupId, topic, partition };
  if (level === logLevel.ERROR) logger().debug(fields, message);
  else logger().trace(fields, message);
}

function described(error: unknown): unknown {
  return error instanceof Error ? error.message : error;
}
