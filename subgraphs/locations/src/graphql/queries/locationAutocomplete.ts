import type { QueryResolvers } from '../../generated/graphql.ts';
import { textSearch } from '../inputs.ts';

export const locationAutocomplete: NonNullable<QueryResolvers['locationAutocomplete']> = (
  _parent,
  args,
  { deps },
) => deps.gazetteer.autocomplete({ ...textSearch(args), near: args.near ?? null });
