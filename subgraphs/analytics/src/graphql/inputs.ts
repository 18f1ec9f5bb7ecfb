import { idInput } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import type { z } from 'zod';

/** A query's arguments. @throws GraphQLError BAD_USER_INPUT that names the argument and its bound */
export function parsedArguments<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new GraphQLError(`\`${issue?.path.join('.')}\` ${issue?.message}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

/** An ID in its canonical form, or null if it can name nothing of ours. */
export function knownId(text: string): string | null {
  const parsed = idInput.safeParse(text);
  return parsed.success ? parsed.data : null;
}
