import { seededRandom } from '@nakku/platform';
import type { ConsumedMessage } from './message.ts';

/** Probabilities per message, 0–1. */
export interface EventFaults {
  readonly seed: number;
  readonly duplicate?: number;
  /** Swapped with its successor, also of the same key. */
  readonly reorder?: number;
  readonly delay?: number;
  /** Longest delay in milliseconds. Default 20. */
  readonly delayMs?: number;
  /** Fails before the handler, after it but before the commit, or after the commit; it is delivered again. */
  readonly fail?: number;
}

/** Where a message can be made to fail. */
export type FaultPoint = 'before' | 'uncommitted' | 'committed';

/** Thrown in place of a real failure; the message is delivered again. */
export class InjectedFailure extends Error {
  override readonly name = 'InjectedFailure';
}

/** Middleware of the consumer for tests: the broker and the network at their worst, repeatable by seed. */
export interface FaultInjection {
  /** What arrives instead of `messages`. */
  rearranged(messages: readonly ConsumedMessage[]): ConsumedMessage[];
  /** How long this message is held back, in milliseconds. */
  delayMs(): number;
  /** Throws InjectedFailure now and then. */
  at(point: FaultPoint): void;
}

/** The faults of one consumer; undefined if none are configured. The same seed injects the same faults. */
export function injectFaults(faults: EventFaults | undefined): FaultInjection | undefined {
  if (!faults) return undefined;
  const random = seededRandom(faults.seed);
  const hits = (probability = 0): boolean => probability > 0 && random() < probability;
  return {
    rearranged(messages) {
      const arriving = messages.flatMap((message) =>
        hits(faults.duplicate) ? [message, message] : [message],
      );
      for (let i = 0; i + 1 < arriving.length; i += 1) {
        const [first, second] = [arriving[i], arriving[i + 1]];
        if (first && second && hits(faults.reorder)) [arriving[i], arriving[i + 1]] = [second, first];
      }
      return arriving;
    },
    delayMs: () => (hits(faults.delay) ? Math.ceil(random() * (faults.delayMs ?? 20)) : 0),
    at(point) {
      // A third each, so that `fail` is the chance per message.
      if (hits((faults.fail ?? 0) / 3)) throw new InjectedFailure(`injected failure: ${point}`);
    },
  };
}

/** Reads `seed=1,duplicate=0.1,fail=0.05`; undefined for an empty text. @throws on an unknown name or number. */
export function parseEventFaults(text: string | undefined): EventFaults | undefined {
  if (!text) return undefined;
  const faults: Record<string, number> = { seed: 1 };
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=').map((piece) => piece.trim());
    const number = Number(value);
    if (!['seed', 'duplicate', 'reorder', 'delay', 'delayMs', 'fail'].includes(name) || value === '') {
      throw new Error(`unknown event fault "${part}"`);
    }
    if (!Number.isFinite(number) || number < 0) throw new Error(`event fault "${part}" is not a number`);
    faults[name] = number;
  }
  return { ...faults, seed: faults.seed ?? 1 };
}
