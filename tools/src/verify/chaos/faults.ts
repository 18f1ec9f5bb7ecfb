import { SUBGRAPHS } from '../../system/services.ts';

/** What a nemesis can do, by the name that `--faults` takes. */
export const FAULTS = {
  kill: 'kill -9 of a service or a server; its supervisor starts it again',
  pause: 'SIGSTOP, then SIGCONT: a zombie, often beyond its session time-outs',
  restart: 'a graceful stop, and a start after a while',
  cut: 'connections break and new ones are refused',
  blackhole: 'connections stay open and carry nothing',
  slow: 'every piece of data is late, both ways',
  flush: 'Redis forgets everything',
  skew: "a service's clock is wrong",
  provider: 'the payment provider is late, unavailable, loses responses, loses, doubles and swaps webhooks',
  resend: 'events that were on a topic come once more, the last one first',
  poison: 'a message that nobody can read',
  deliveries: 'consumers get events doubled, swapped and late, and fail around commits, all the time',
} as const;

export type FaultKind = keyof typeof FAULTS;
export const FAULT_KINDS = Object.keys(FAULTS).filter((name): name is FaultKind => name in FAULTS);

export const SERVERS = ['postgres', 'kafka', 'redis'] as const;
/** Processes that die, stand still and restart. */
export const PROCESSES = [...SUBGRAPHS, 'gateway', 'payment-provider', ...SERVERS] as const;
export type ProcessName = (typeof PROCESSES)[number];
/** Topics of contiguous keys, and who consumes them. */
export const CONSUMERS_OF: Readonly<Record<string, readonly (typeof SUBGRAPHS)[number][]>> = {
  orders: ['users', 'cart', 'inventory', 'payments', 'delivery', 'notifications'],
  reservations: ['orders'],
  payments: ['orders', 'notifications'],
  delivery: ['orders', 'notifications'],
};

/** One line of a schedule. */
export interface PlannedFault {
  /** Milliseconds from the start of the load. */
  readonly atMs: number;
  readonly kind: FaultKind;
  /** A process, a link (`orders → postgres`) or a topic. */
  readonly target: string;
  /** How long it lasts; 0: a moment. */
  readonly forMs: number;
  /** Milliseconds of lateness or of clock skew, and for `resend` how many events. */
  readonly amount: number;
}
