import { upsertDeadlines } from '@nakku/platform';
import type { DeadlineHandlers, SqlExecutor } from '@nakku/platform';
import type { ClientBase } from 'pg';
import type { DeadLetters } from './deadLetters.ts';

const kind = 'platform.redrive';

/**
 * Asks the running service to re-drive a dead letter: for operators' commands, which have no handlers of their own.
 * It happens within two seconds; what came of it stands in the letter's status and error.
 */
export async function requestRedrive(client: ClientBase, deadLetterId: string): Promise<void> {
  const { text, values } = upsertDeadlines([{ kind, key: deadLetterId, afterMs: 0 }]);
  await client.query(text, [...values]);
}

/** The deadline that such a request is. The re-drive has transactions of its own; doing it twice is harmless. */
export function redriveOnRequest<Tx extends SqlExecutor>(deadLetters: DeadLetters): DeadlineHandlers<Tx> {
  return {
    async [kind](due) {
      await deadLetters.redrive(due.key);
    },
  };
}
