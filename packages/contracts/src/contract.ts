import type { z } from 'zod';
import type { TopicName } from './topics.ts';

/** The published promise of one event type. A change that breaks a reader needs a new version. */
export interface Contract<Data extends z.ZodType = z.ZodType> {
  readonly topic: TopicName;
  readonly version: number;
  readonly data: Data;
}

/** Declares contracts of one topic, all at version 1. */
export function contractsOf<const Types extends Record<string, z.ZodType>>(
  topic: TopicName,
  types: Types,
): { [Type in keyof Types]: Contract<Types[Type]> } {
  const entries = Object.entries(types).map(([type, data]) => [type, { topic, version: 1, data }]);
  return Object.fromEntries(entries) as { [Type in keyof Types]: Contract<Types[Type]> };
}
