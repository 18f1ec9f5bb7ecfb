import { Refused } from '../client/index.ts';
import type { Account } from '../client/index.ts';
import type { SubgraphName } from '../system/ports.ts';
import { SUBGRAPHS } from '../system/ports.ts';
import type { OpenDeadLetter } from './operations.ts';
import { deadLettersOf, redrive } from './operations.ts';

/** Open dead letters of every service, newest first; at most 200 of each. */
export async function openDeadLetters(operator: Account): Promise<OpenDeadLetter[]> {
  const perService = await Promise.all(
    SUBGRAPHS.map(async (service) => {
      const { operations } = await operator.execute(deadLettersOf(service), {});
      return (operations?.deadLetters ?? []).map((letter) => ({ ...letter, service }));
    }),
  );
  return perService.flat();
}

export type RedriveResult = { kind: 'applied' } | { kind: 'unknown' } | { kind: 'open'; error: string };

/**
 * Has the running service apply a dead letter now. One that was applied or discarded before stays as it is, so this may
 * be done twice.
 */
export async function redriveDeadLetter(
  operator: Account,
  service: SubgraphName,
  id: string,
): Promise<RedriveResult> {
  try {
    await operator.execute(redrive(service), { id });
    return { kind: 'applied' };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.code === 'NOT_FOUND' ? { kind: 'unknown' } : { kind: 'open', error: error.message };
  }
}
