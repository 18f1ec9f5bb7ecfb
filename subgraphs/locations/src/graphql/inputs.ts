import { textInput, wholeInput } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import { z } from 'zod';

/** Bounds of the arguments, as schema/locations.graphql describes them. */

const textSearchInput = z.object({
  text: textInput(2, 100),
  limit: wholeInput(1, 10),
});

/** A query's arguments. @throws GraphQLError BAD_USER_INPUT that names the argument and its bound */
export function parsedArguments<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new GraphQLError(`\`${issue?.path.join('.')}\` ${issue?.message}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

/** A search by text. @throws GraphQLError BAD_USER_INPUT */
export const textSearch = (args: { readonly text: string; readonly limit: number }) =>
  parsedArguments(textSearchInput, args);
