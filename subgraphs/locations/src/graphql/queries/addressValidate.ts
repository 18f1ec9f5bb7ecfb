import { textInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { validateAddress } from '../../app/validateAddress.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { parsedArguments } from '../inputs.ts';

const inputSchema = z.object({
  input: z.object({
    street: textInput(1, 120),
    houseNumber: textInput(1, 20),
    postcode: textInput(1, 16),
    city: textInput(1, 80),
  }),
});

export const addressValidate: NonNullable<QueryResolvers['addressValidate']> = async (
  _parent,
  args,
  { deps },
) => {
  const { input } = parsedArguments(inputSchema, args);
  const { country, location } = args.input;
  const result = await validateAddress(deps, { ...input, country, location: location ?? null });
  return {
    isValid: result.problems.length === 0,
    problems: [...result.problems],
    place: result.place,
    distanceMeters: result.distanceMeters,
    suggestions: [...result.suggestions],
  };
};
