import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition; throws when it does not hold within ten seconds. */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not true within ${timeoutMs} ms: ${condition.toString()}`);
    await pause(20);
  }
}
