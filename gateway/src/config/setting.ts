import { z } from 'zod';

/** One setting: what it means, and the environment variable that gives it over the configuration file. */
export function setting<Schema extends z.ZodType>(env: string, description: string, schema: Schema): Schema {
  return schema.meta({ env, description });
}

/** A whole number of at least 1. */
export const atLeastOne = (fallback: number) => z.int().min(1).default(fallback);

/** A whole number between two bounds, both allowed. */
export const between = (min: number, max: number, fallback: number) =>
  z.int().min(min).max(max).default(fallback);

/** A switch; without a fallback its meaning depends on NODE_ENV. */
export const flag = (fallback: boolean) => z.boolean().default(fallback);

export const httpUrl = z.url({
  protocol: /^https?$/,
  error: 'must be a URL that starts with http:// or https://',
});
export const redisUrl = z.url({
  protocol: /^rediss?$/,
  error: 'must be a URL that starts with redis:// or rediss://',
});
