import type { HostedSystem } from './hosted-system.mjs';

/** Systems for jest's workers, started when they are first asked for. */
export function hostSystems(o?: {
  host?: () => Promise<HostedSystem>;
  report?: (text: string) => void;
}): Promise<{ readonly url: string; stop(): Promise<void> }>;
