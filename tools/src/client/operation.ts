import type { z } from 'zod';

interface Named<Variables extends Variables0, Data> {
  /** As in the document: `query Products …` is `Products`. */
  readonly name: string;
  readonly document: string;
  readonly data: z.ZodType<Data>;
  /** For the compiler only. */
  readonly takes?: (variables: Variables) => void;
}

type Variables0 = Readonly<Record<string, unknown>>;

export interface Query<Variables extends Variables0, Data> extends Named<Variables, Data> {
  readonly kind: 'query';
}

export interface Subscription<Variables extends Variables0, Data> extends Named<Variables, Data> {
  readonly kind: 'subscription';
}

/** `data` is the payload of a success; a payload with `userErrors` becomes an exception before it is read. */
export interface Mutation<Variables extends Variables0, Data> extends Named<Variables, Data> {
  readonly kind: 'mutation';
  /** The one root field: `mutation OrderPlace` asks for `orderPlace`. */
  readonly field: string;
}

function nameIn(document: string, kind: string): string {
  const name = new RegExp(`^\\s*${kind}\\s+(\\w+)`).exec(document)?.[1];
  if (name === undefined) throw new Error(`This ${kind} has no name: ${document.slice(0, 60)}`);
  return name;
}

/** A query of the public API: `query<{ id: string }>()('query Product($id: ID!) { … }', z.object({ … }))`. */
export function query<Variables extends Variables0 = Record<never, never>>() {
  return <Data>(document: string, data: z.ZodType<Data>): Query<Variables, Data> => ({
    kind: 'query',
    name: nameIn(document, 'query'),
    document,
    data,
  });
}

/** A subscription of the public API, typed like `query`. */
export function subscription<Variables extends Variables0 = Record<never, never>>() {
  return <Data>(document: string, data: z.ZodType<Data>): Subscription<Variables, Data> => ({
    kind: 'subscription',
    name: nameIn(document, 'subscription'),
    document,
    data,
  });
}

/**
 * A mutation of the public API with one root field, called like the operation. Its selection must hold
 * `userErrors { ...Refusal }`; the fragment is added here.
 * @param data the payload of a success
 */
export function mutation<Variables extends Variables0 = Record<never, never>>() {
  return <Data>(document: string, data: z.ZodType<Data>): Mutation<Variables, Data> => {
    const name = nameIn(document, 'mutation');
    const field = name.charAt(0).toLowerCase() + name.slice(1);
    if (!new RegExp(`\\b${field}\\b`).test(document))
      throw new Error(`mutation ${name} does not ask for ${field}`);
    return {
      kind: 'mutation',
      name,
      field,
      document: `${document} fragment Refusal on UserError { __typename message code: errorCode path }`,
      data,
    };
  };
}
