import { idInput, textInput, wholeInput } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import { vehicles } from '../domain/courier.ts';
import type { Key } from '../store/pages.ts';

export const offerArguments = z.object({ offerId: idInput });
export const deliveryArguments = z.object({ deliveryId: idInput });
export const reasonArguments = z.object({ deliveryId: idInput, reason: textInput(1, 200) });

export const courierProfile = z.object({
  displayName: textInput(1, 60),
  vehicle: z.enum(vehicles),
  capacity: wholeInput(1, 10),
});

/** Key of a cursor of one list: another list's cursor is refused. */
export function keyOfList(list: string): z.ZodType<Key> {
  return z.tuple([z.literal(list), z.iso.datetime(), idInput]);
}

/** A query's filter. @throws GraphQLError BAD_USER_INPUT that names the field and its bound */
export function parseFilter<Filter>(schema: z.ZodType<Filter>, filter: unknown): Filter {
  const parsed = schema.safeParse(filter ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new GraphQLError(`\`filter.${issue?.path.join('.')}\` ${issue?.message}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
