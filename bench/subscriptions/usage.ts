import { z } from 'zod';
import type { Part } from './calls.ts';

/** What the processes that are compared tell of themselves. */
export const usageMethods = {
  /** User and system time so far, µs. */
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /** Resident memory without garbage, bytes. */
  memory: () => {
    globalThis.gc?.();
    globalThis.gc?.();
    return process.memoryUsage.rss();
  },
};

export const cpuOf = (part: Part) => part.call('cpu', z.number());
export const memoryOf = (part: Part) => part.call('memory', z.number());
