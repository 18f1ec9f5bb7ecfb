import { createHash } from 'node:crypto';
import { seededDraws } from '@nakku/platform';
import type { Draws } from '@nakku/platform';

/** Chance that depends on a text alone: whoever asks for the same gets the same. */
export function chanceOf(text: string): Draws {
  return seededDraws(createHash('sha1').update(text).digest().readInt32LE());
}

export const isHit = (random: Draws, rate: number): boolean => random.next() < rate;
