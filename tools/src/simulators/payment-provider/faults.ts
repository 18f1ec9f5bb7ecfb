import { seededRandom } from '@nakku/platform';
import { z } from 'zod';

const rate = z.number().min(0).max(1).default(0);
const ms = z.number().int().min(0).max(600_000);
const range = z.object({ min: ms, max: ms }).default({ min: 0, max: 0 });

/** What goes wrong on purpose; the default is nothing. Rates are probabilities, times milliseconds. */
export const faultsSchema = z.strictObject({
  /** Of the random decisions: the same seed and the same requests give the same faults. */
  seed: z.number().int().default(1),
  /** Before a request is executed. */
  latencyMs: range,
  /** 503 before anything was executed. */
  unavailableRate: rate,
  /** The request is executed, then the connection is cut before the response. */
  lostResponseRate: rate,
  /** The next so many executed requests lose their response, whatever the rate. */
  lostResponses: z.number().int().min(0).default(0),
  webhookDuplicateRate: rate,
  /** A webhook is held back until the next one was sent (or half a second has passed). */
  webhookReorderRate: rate,
  webhookDropRate: rate,
  webhookDelayMs: range,
});

export type Faults = z.output<typeof faultsSchema>;
export type FaultSettings = z.input<typeof faultsSchema>;

/** The faults in force and their dice. */
export class FaultDice {
  settings: Faults = faultsSchema.parse({});
  #random = seededRandom(1);

  /** Replaces all settings: what is not given is off. */
  set(settings: Faults): void {
    this.settings = settings;
    this.#random = seededRandom(settings.seed);
  }

  happens(probability: number): boolean {
    return probability > 0 && this.#random() < probability;
  }

  within({ min, max }: { readonly min: number; readonly max: number }): number {
    return max <= min ? min : min + Math.floor(this.#random() * (max - min + 1));
  }

  /** Whether the response of a request that was executed just now gets lost. */
  losesResponse(): boolean {
    if (this.settings.lostResponses > 0) {
      this.settings = { ...this.settings, lostResponses: this.settings.lostResponses - 1 };
      return true;
    }
    return this.happens(this.settings.lostResponseRate);
  }
}
