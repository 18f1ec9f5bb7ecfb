import { GraphQLError } from 'graphql';

/**
 * The one field that a `@oneOf` input names. Composition does not know the directive yet, so it is enforced here.
 * @throws GraphQLError BAD_USER_INPUT unless exactly one field is given, and is not null
 */
export function oneOf<Field extends string>(
  argument: string,
  input: { readonly [Name in Field]?: string | null },
): { readonly field: Field; readonly value: string } {
  const given = Object.entries<string | null | undefined>(input).filter(([, value]) => value !== undefined);
  const [first] = given;
  if (given.length !== 1 || first === undefined || first[1] == null) {
    throw new GraphQLError(`Exactly one field of \`${argument}\` must be given.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  const [field, value] = first;
  return { field: field as Field, value };
}
