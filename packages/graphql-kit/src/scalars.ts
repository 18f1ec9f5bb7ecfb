import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import {
  CountryCodeResolver,
  CurrencyResolver,
  DateTimeResolver,
  EmailAddressResolver,
  SafeIntResolver,
} from 'graphql-scalars';

/*
 * Whatever a client sends to a scalar is bounded in length before any pattern looks at it, and every pattern is
 * linear: one regular expression that backtracks stops the whole process.
 */

const MAX_CURSOR_LENGTH = 512;
/** RFC 5321: a forward path has at most 254 characters. */
const MAX_EMAIL_LENGTH = 254;
/** `YYYY-MM-DDThh:mm:ss` with nine decimals and an offset has 35. */
const MAX_DATE_TIME_LENGTH = 40;

/** E.164: a plus, a country code that does not begin with zero, 7–15 digits in all. */
const PHONE_NUMBER = /^\+[1-9]\d{6,14}$/;

/** The base64url alphabet: what `encodeCursor` and `encodeKey` write. */
const CURSOR = /^[A-Za-z0-9_-]+$/;

function invalid(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** A scalar that is text; `parse` throws for what is not one of its values. */
function textScalar(
  name: string,
  expected: string,
  maxLength: number,
  parse: (text: string) => string | null,
): GraphQLScalarType<string, string> {
  const parseValue = (value: unknown): string => {
    const parsed = typeof value === 'string' && value.length <= maxLength ? parse(value) : null;
    if (parsed === null) throw invalid(`Must be ${expected}.`);
    return parsed;
  };
  return new GraphQLScalarType<string, string>({
    name,
    serialize: parseValue,
    parseValue,
    parseLiteral: (node) => parseValue(node.kind === Kind.STRING ? node.value : undefined),
  });
}

/** Degrees, −`max` to `max`; written as a number. */
function degreesScalar(name: string, max: number): GraphQLScalarType<number, number> {
  const parseValue = (value: unknown): number => {
    if (typeof value !== 'number' || !(Math.abs(value) <= max)) {
      throw invalid(`Must be a number of degrees from -${max} to ${max}.`);
    }
    return value;
  };
  return new GraphQLScalarType<number, number>({
    name,
    serialize: parseValue,
    parseValue,
    parseLiteral: (node) =>
      parseValue(node.kind === Kind.INT || node.kind === Kind.FLOAT ? Number(node.value) : undefined),
  });
}

/** A scalar of the library that reads strings, which never sees one of more than `maxLength` characters. */
function bounded<Internal, External>(
  scalar: GraphQLScalarType<Internal, External>,
  maxLength: number,
): GraphQLScalarType<Internal, External> {
  const refuseLong = (value: unknown): void => {
    if (typeof value === 'string' && value.length > maxLength) {
      throw invalid(`Must have at most ${maxLength} characters.`);
    }
  };
  const config = scalar.toConfig();
  return new GraphQLScalarType<Internal, External>({
    ...config,
    parseValue(value) {
      refuseLong(value);
      return config.parseValue(value);
    },
    parseLiteral(node, variables) {
      if ('value' in node) refuseLong(node.value);
      return config.parseLiteral(node, variables);
    },
  });
}

/** Currencies that people pay with: ISO 4217 also lists precious metals, funds and codes for tests. */
const currenciesInUse = new Set(Intl.supportedValuesOf('currency'));

/** The code in capitals if `list` has it: a library's scalar that knows the standard's codes. */
function codeOf(list: GraphQLScalarType<string, string>, text: string): string | null {
  try {
    return list.parseValue(text.toUpperCase());
  } catch {
    return null;
  }
}

const countryOf = (text: string) => codeOf(CountryCodeResolver, text);

function currencyOf(text: string): string | null {
  const code = codeOf(CurrencyResolver, text);
  return code !== null && currenciesInUse.has(code) ? code : null;
}

const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : null);

/** Resolvers of everything in schema/shared; each subgraph's own are added to them. */
export const sharedResolvers = {
  CountryCode: textScalar('CountryCode', 'an ISO 3166-1 alpha-2 code', 2, countryOf),
  Currency: textScalar('Currency', 'an ISO 4217 code', 3, currencyOf),
  Cursor: textScalar(
    'Cursor',
    'a cursor that was taken from a response',
    MAX_CURSOR_LENGTH,
    matching(CURSOR),
  ),
  DateTime: bounded(DateTimeResolver, MAX_DATE_TIME_LENGTH),
  EmailAddress: bounded(EmailAddressResolver, MAX_EMAIL_LENGTH),
  Latitude: degreesScalar('Latitude', 90),
  Longitude: degreesScalar('Longitude', 180),
  PhoneNumber: textScalar(
    'PhoneNumber',
    'a phone number in E.164, for example +4930901820',
    16,
    matching(PHONE_NUMBER),
  ),
  SafeInt: bounded(SafeIntResolver, 20),
};
