import { system } from './system.ts';

/**
 * Lets the broker stand still while `work` runs, so that what happens first can be seen: an order that was placed
 * stays PLACED. Orders are accepted without it.
 */
export async function whileBrokerStandsStill<T>(work: () => Promise<T>): Promise<T> {
  await system.signal('kafka', 'SIGSTOP');
  try {
    return await work();
  } finally {
    await system.signal('kafka', 'SIGCONT');
  }
}
