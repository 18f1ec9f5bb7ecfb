import type { Caller } from '@nakku/identity';
import { type DocumentNode, type FieldDefinitionNode, Kind, print } from 'graphql';
import pg from 'pg';
import { eventually } from './eventually.ts';

/** How a mutation refuses: by a user error in its payload, or by a top-level error. */
export type Refusal =
  | { readonly userError: string; readonly path?: readonly string[]; readonly code?: string }
  | { readonly error: string };

/** One call that must be refused without any effect. */
export interface MutationCase {
  readonly title: string;
  readonly caller: Caller;
  /** Arguments of the mutation; a function if they depend on what the test's set-up made. */
  readonly args: Readonly<Record<string, unknown>> | (() => Readonly<Record<string, unknown>>);
  readonly refused: Refusal;
}

export interface MutationSuite {
  /** Type definitions of the subgraph: `typeDefsOf(name)`. */
  readonly typeDefs: DocumentNode;
  /** Cases by mutation; the suite fails for a mutation of the schema that has none. */
  readonly cases: Readonly<Record<string, readonly MutationCase[]>>;
  /** The running subgraph; called within the tests. */
  readonly service: () => {
    readonly databaseUrl: string;
    execute(
      document: string,
      variables: Record<string, unknown>,
      caller: Caller,
    ): Promise<{
      data?: unknown;
      errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
    }>;
  };
  /** Tables that a refusal may write to on purpose (an audit of failed sign-ins), as `schema.table`. */
  readonly auditTables?: readonly string[];
}

/** Tables of the platform that move by themselves, without any call. */
const RESTLESS = ['platform.outbox'];

/**
 * Declares a test for each case: the mutation is refused as told, and neither a row nor an event was written.
 * One more test fails when the schema has a mutation without cases.
 */
export function mutationCases(suite: MutationSuite): void {
  const fields = new Map(mutationFields(suite.typeDefs).map((field) => [field.name.value, field]));

  test('every mutation of the schema has cases', () => {
    const without = [...fields.keys()].filter((name) => (suite.cases[name] ?? []).length === 0);
    const unknown = Object.keys(suite.cases).filter((name) => !fields.has(name));
    expect({ without, unknown }).toEqual({ without: [], unknown: [] });
  });

  for (const [name, cases] of Object.entries(suite.cases)) {
    const field = fields.get(name);
    if (field === undefined) continue;
    describe(name, () => {
      test.each(cases.map((one) => [one.title, one] as const))('%s', async (_, one) => {
        const { databaseUrl, execute } = suite.service();
        const ignored = [...RESTLESS, ...(suite.auditTables ?? [])];
        const before = await onDatabase(databaseUrl, async (client) => {
          await deadlinesStarted(client);
          return contentOf(client, ignored);
        });
        const variables = { ...(typeof one.args === 'function' ? one.args() : one.args) };
        const response = await execute(documentFor(field), variables, one.caller);
        expect(refusalIn(response, name)).toEqual(expectedRefusal(one.refused));
        expect(await onDatabase(databaseUrl, (client) => contentOf(client, ignored))).toEqual(before);
      });
    });
  }
}

function mutationFields(typeDefs: DocumentNode): FieldDefinitionNode[] {
  return typeDefs.definitions.flatMap((definition) =>
    (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION) &&
    definition.name.value === 'Mutation'
      ? (definition.fields ?? [])
      : [],
  );
}

/** The operation that calls `field` with all its arguments as variables and asks for its user errors. */
function documentFor(field: FieldDefinitionNode): string {
  const name = field.name.value;
  const args = field.arguments ?? [];
  const declared = args.map((arg) => {
    const fallback = arg.defaultValue ? ` = ${print(arg.defaultValue)}` : '';
    return `$${arg.name.value}: ${print(arg.type)}${fallback}`;
  });
  const passed = args.map((arg) => `${arg.name.value}: $${arg.name.value}`);
  const list = (items: readonly string[]) => (items.length === 0 ? '' : `(${items.join(', ')})`);
  return `mutation Case${list(declared)} {
    ${name}${list(passed)} { userErrors { __typename ... on UserError { message code: errorCode path } } }
  }`;
}

interface SeenRefusal {
  readonly userErrors: readonly unknown[];
  readonly errors: readonly unknown[];
}

function refusalIn(
  response: Awaited<ReturnType<ReturnType<MutationSuite['service']>['execute']>>,
  mutation: string,
): SeenRefusal {
  const data = response.data as Record<string, { userErrors?: unknown[] } | null> | null | undefined;
  return {
    userErrors: data?.[mutation]?.userErrors ?? [],
    errors: (response.errors ?? []).map((error) => error.extensions?.code ?? error.message),
  };
}

function expectedRefusal(refused: Refusal): SeenRefusal {
  if ('error' in refused) return { userErrors: [], errors: [refused.error] };
  const first: unknown = expect.objectContaining({
    __typename: refused.userError,
    message: expect.stringMatching(/\S/),
    code: refused.code ?? expect.stringMatching(/^[A-Z_]+$/),
    path: refused.path === undefined ? expect.any(Array) : [...refused.path],
  });
  return { userErrors: expect.arrayContaining([first]), errors: [] };
}

async function onDatabase<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Waits until every deadline that counts from the publication of an event has started: the relay writes its time after
 * the broker has acknowledged, whenever that is.
 */
async function deadlinesStarted(client: pg.Client): Promise<void> {
  await eventually(async () => {
    const { rows } = await client.query('SELECT 1 FROM platform.deadlines WHERE waits_for IS NOT NULL');
    expect(rows).toEqual([]);
  });
}

/** A digest of every table, and the number of events ever put into the outbox. */
async function contentOf(client: pg.Client, ignored: readonly string[]): Promise<Record<string, unknown>> {
  const { rows: tables } = await client.query<{ name: string; quoted: string }>(
    `SELECT schemaname || '.' || tablename AS name, format('%I.%I', schemaname, tablename) AS quoted
       FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  const content: Record<string, unknown> = {};
  for (const { name, quoted } of tables.filter((table) => !ignored.includes(table.name))) {
    const { rows } = await client.query<{ digest: string | null }>(
      `SELECT md5(string_agg(row::text, E'\\n' ORDER BY row::text)) AS digest FROM ${quoted} AS row`,
    );
    content[name] = rows[0]?.digest ?? 'empty';
  }
  const { rows } = await client.query<{ events: string }>('SELECT count(*) AS events FROM platform.outbox');
  content['events published'] = rows[0]?.events;
  return content;
}
