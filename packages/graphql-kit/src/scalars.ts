import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import {
  CountryCodeResolver,
  CurrencyResolver,
  DateTimeResolver,
  EmailAddressResolver,
  LatitudeResolver,
  LongitudeResolver,
  PhoneNumberResolver,
  SafeIntResolver,
} from 'graphql-scalars';

const MAX_CURSOR_LENGTH = 512;

function parseCursor(value: unknown): string {
  if (typeof value !== 'string' || value.length === 0 || value.length > MAX_CURSOR_LENGTH) {
    throw new GraphQLError(`a cursor is a string of 1–${MAX_CURSOR_LENGTH} characters, taken from a payload`);
  }
  return value;
}

const CursorResolver = new GraphQLScalarType<string, string>({
  name: 'Cursor',
  serialize: parseCursor,
  parseValue: parseCursor,
  parseLiteral: (node) => parseCursor(node.kind === Kind.STRING ? node.value : undefined),
});

/** Resolvers of everything in schema/shared; each subgraph's own are added to them. */
export const sharedResolvers = {
  CountryCode: CountryCodeResolver,
  Currency: CurrencyResolver,
  Cursor: CursorResolver,
  DateTime: DateTimeResolver,
  EmailAddress: EmailAddressResolver,
  Latitude: LatitudeResolver,
  Longitude: LongitudeResolver,
  PhoneNumber: PhoneNumberResolver,
  SafeInt: SafeIntResolver,
};
