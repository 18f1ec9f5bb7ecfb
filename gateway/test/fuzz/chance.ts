import { createHash } from 'node:crypto';
import { seededRandom } from '@nakku/testkit';
import type { SeededRandom } from '@nakku/testkit';

/** Chance that depends on a text alone: whoever asks for the same gets the same. */
export function chanceOf(text: string): SeededRandom {
  return seededRandom(createHash('sha1').update(text).digest().readInt32LE());
}

export const isHit = (random: SeededRandom, rate: number): boolean => random.next() < rate;
