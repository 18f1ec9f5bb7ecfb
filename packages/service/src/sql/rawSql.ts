import { Sql, sql as tagged } from '@prisma/client-runtime-utils';
import type pg from 'pg';
import { columnValues } from './columnValues.ts';
import { parametersOf } from './parameters.ts';

/** Where statements run: the pool, or the connection of a transaction. */
export interface Runs {
  query(statement: pg.QueryConfig): Promise<pg.QueryResult>;
}

/** SQL with its parameters: `Prisma.sql`, `Prisma.join`, `Prisma.raw`. */
type SqlParts = Pick<Sql, 'strings' | 'values'>;

/** What Prisma's clients offer for SQL by hand, of the same names, parameters and results. */
export interface RawSql {
  $queryRaw(query: TemplateStringsArray | SqlParts, ...values: unknown[]): Promise<unknown[]>;
  $executeRaw(query: TemplateStringsArray | SqlParts, ...values: unknown[]): Promise<number>;
  $queryRawUnsafe(query: string, ...values: unknown[]): Promise<unknown[]>;
  $executeRawUnsafe(query: string, ...values: unknown[]): Promise<number>;
}

/** Texts of templates that hold no SQL of others: `$1`, `$2`, … need to be put in once. */
const texts = new WeakMap<TemplateStringsArray, string>();

function isTemplate(query: TemplateStringsArray | SqlParts): query is TemplateStringsArray {
  return Array.isArray(query);
}

/** By its parts: a client may have loaded a copy of the class of its own. */
function isSql(value: unknown): value is SqlParts {
  return (
    typeof value === 'object' &&
    value !== null &&
    'strings' in value &&
    'values' in value &&
    Array.isArray(value.strings) &&
    Array.isArray(value.values)
  );
}

const sqlOf = ({ strings, values }: SqlParts): Sql => new Sql(strings, values);

function textAndValues(query: TemplateStringsArray | SqlParts, values: unknown[]): [string, unknown[]] {
  if (!isTemplate(query)) {
    const whole = sqlOf(query);
    return [whole.text, whole.values];
  }
  if (values.some(isSql)) {
    const whole = tagged(query, ...values.map((value) => (isSql(value) ? sqlOf(value) : value)));
    return [whole.text, whole.values];
  }
  let text = texts.get(query);
  if (text === undefined) {
    text = tagged(query, ...values).text;
    texts.set(query, text);
  }
  return [text, values];
}

/**
 * SQL by hand past Prisma's engine, which costs four to six times the CPU of the statement itself: a named prepared
 * statement of pg.
 */
export function rawSql(on: Runs, nameOf: (query: { sql: string }) => string): RawSql {
  const run = (text: string, values: unknown[]): Promise<pg.QueryResult> => {
    const name = nameOf({ sql: text });
    const statement = { text, values: parametersOf(values), types: columnValues };
    return on.query(name === '' ? statement : { name, ...statement });
  };
  return {
    async $queryRaw(query, ...values) {
      return (await run(...textAndValues(query, values))).rows;
    },
    async $executeRaw(query, ...values) {
      return (await run(...textAndValues(query, values))).rowCount ?? 0;
    },
    async $queryRawUnsafe(query, ...values) {
      return (await run(query, values)).rows;
    },
    async $executeRawUnsafe(query, ...values) {
      return (await run(query, values)).rowCount ?? 0;
    },
  };
}
