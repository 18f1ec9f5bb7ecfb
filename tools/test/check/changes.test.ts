import type { UsageRecord } from '@nakku/gateway/usage';
import { parse, Source } from 'graphql';
import { apiChanges } from '../../src/check/changes.ts';
import { deprecationFindings } from '../../src/check/deprecations.ts';
import type { Finding } from '../../src/check/finding.ts';
import { judgeChanges } from '../../src/check/judge.ts';
import { placesIn } from '../../src/check/schemaPlaces.ts';
import { createWho } from '../../src/check/who.ts';
import { contract, line, subgraphsOf } from './schemas.ts';

const TODAY = '2027-02-01';

/** A record in which an app used coordinates. */
const record = (...coordinates: string[]): UsageRecord => ({
  format: 'nakku-field-usage',
  version: 1,
  from: '2027-01-02',
  to: TODAY,
  clients: [
    {
      name: 'ios',
      version: '4.2.0',
      coordinates: Object.fromEntries(
        coordinates.map((at) => [at, { count: 12_031, lastUsed: '2027-01-30' }]),
      ),
    },
  ],
});

async function judged(before: string, after: string, usage?: UsageRecord): Promise<Finding[]> {
  const [old, now] = [contract(before), contract(after)];
  const baseline = parse(new Source(old.sdl, 'schema/baseline/api.graphql'));
  return judgeChanges(await apiChanges(old, now), {
    before: old.schema,
    places: placesIn(subgraphsOf({ a: after })),
    baselinePlaces: placesIn([{ typeDefs: baseline }]),
    who: createWho([], usage),
    today: TODAY,
  });
}

const base = `type Query {
  one(x: Int): T
  kind: Kind
}
type T { a: Int b: String }
enum Kind { A B }
union U = T
type Mutation { go(input: GoInput!): U }
input GoInput { id: ID! note: String }
`;
const changed = (from: string, to: string) => base.replace(from, to);

test.each([
  ['nothing', base, []],
  ['a description', changed('one(', '"Now described." one('), []],
  [
    'a field added',
    changed('b: String', 'b: String c: Int'),
    ["schema/a.graphql:5  safe  FIELD_ADDED  Field 'c' was added to object type 'T'"],
  ],
  [
    'a field removed',
    changed('  kind: Kind\n', ''),
    [
      "schema/a.graphql:1  breaking  FIELD_REMOVED  Field 'kind' was removed from object type 'Query'; it was never deprecated",
    ],
  ],
  [
    'a field that may be null now',
    base.replace('a: Int b', 'a: Int! b'),
    ["schema/a.graphql:5  safe  FIELD_TYPE_CHANGED  Field 'T.a' changed type from 'Int' to 'Int!'"],
  ],
  [
    'a type of a field',
    changed('b: String', 'b: Int'),
    ["schema/a.graphql:5  breaking  FIELD_TYPE_CHANGED  Field 'T.b' changed type from 'String' to 'Int'"],
  ],
  [
    'an argument removed',
    changed('(x: Int)', ''),
    [
      "schema/a.graphql:2  breaking  FIELD_ARGUMENT_REMOVED  Argument 'x: Int' was removed from field 'Query.one'; it was never deprecated",
    ],
  ],
  [
    'a required argument added',
    changed('(x: Int)', '(x: Int, y: Int!)'),
    ["schema/a.graphql:2  breaking  FIELD_ARGUMENT_ADDED  Argument 'y: Int!' added to field 'Query.one'"],
  ],
  [
    'an enum value added',
    changed('A B }', 'A B C }'),
    ["schema/a.graphql:6  dangerous  ENUM_VALUE_ADDED  Enum value 'C' was added to enum 'Kind'"],
  ],
  [
    'an input field removed',
    changed(' note: String', ''),
    [
      "schema/a.graphql:9  breaking  INPUT_FIELD_REMOVED  Input field 'note' was removed from input object type 'GoInput'; it was never deprecated",
    ],
  ],
  [
    'a union that grows',
    changed('union U = T', 'union U = T | V\ntype V { x: Int }'),
    [
      "schema/a.graphql:8  safe  TYPE_ADDED  Type 'V' was added",
      "schema/a.graphql:7  dangerous  UNION_MEMBER_ADDED  Member 'V' was added to Union type 'U'",
    ],
  ],
  [
    'a right that is asked for',
    changed('kind: Kind', 'kind: Kind @authenticated'),
    [
      "schema/a.graphql:3  breaking  ACCESS_NARROWED  'Query.kind' was for anyone; now it is for a signed-in caller",
    ],
  ],
])('%s', async (_, after, expected) => {
  expect((await judged(base, after)).map(line)).toEqual(expected);
});

test.each([
  ['[["a"]]', '[["a"], ["b"]]', 'dangerous  ACCESS_WIDENED', 'with a; now', 'with a, or with b'],
  ['[["a"], ["b"]]', '[["a"]]', 'breaking  ACCESS_NARROWED', 'with a, or with b; now', 'with a'],
  ['[["a"]]', '[["a", "b"]]', 'breaking  ACCESS_NARROWED', 'with a; now', 'with a and b'],
])('scopes %s become %s', async (from, to, verdict, was, is) => {
  const of = (scopes: string) => `type Query { a: Int @requiresScopes(scopes: ${scopes}) }`;
  expect((await judged(of(from), of(to))).map(line)).toEqual([
    `schema/a.graphql:1  ${verdict}  'Query.a' was for a signed-in caller ${was} it is for a signed-in caller ${is}`,
  ]);
});

describe('a removal', () => {
  const deprecated = (reason: string) =>
    `type Query { a: Int old: T @deprecated(reason: "${reason}") }\ntype T { x: Int }`;
  const after = 'type Query { a: Int }';
  const removal = (findings: Finding[]) => findings.filter(({ rule }) => rule !== 'TYPE_REMOVED').map(line);
  const field = "Field 'old' (deprecated) was removed from object type 'Query'";

  test.each([
    [
      'before its day',
      'Use Query.a. Removal 2027-02-02.',
      record(),
      `breaking  FIELD_REMOVED  ${field} before 2027-02-02, the day that clients were told`,
    ],
    [
      'without a day',
      'Use Query.a.',
      record(),
      `breaking  FIELD_REMOVED  ${field}; its deprecation named no day`,
    ],
    [
      'while it is used',
      'Use Query.a. Removal 2027-02-01.',
      record('Query.old'),
      `breaking  FIELD_REMOVED  ${field}; its day, 2027-02-01, has come, but it is still used`,
    ],
    [
      'that nobody can judge',
      'Use Query.a. Removal 2027-02-01.',
      undefined,
      `warning  FIELD_REMOVED  ${field} after its day, 2027-02-01; no record says whether clients still use it`,
    ],
    [
      'in time',
      'Use Query.a. Removal 2027-02-01.',
      record('Query.a'),
      `safe  FIELD_REMOVED  ${field} after its day, 2027-02-01; nobody used it in the time of the record`,
    ],
  ])('%s', async (_, reason, usage, expected) => {
    expect(removal(await judged(deprecated(reason), after, usage))).toEqual([
      `schema/a.graphql:1  ${expected}`,
    ]);
  });

  test('names who is broken, and what to do', async () => {
    const [finding] = await judged(
      deprecated('Use Query.a. Removal 2027-02-01.'),
      after,
      record('Query.old', 'T.x'),
    );
    expect(finding).toEqual({
      area: 'changes',
      level: 'breaking',
      rule: 'FIELD_REMOVED',
      subject: 'Query.old',
      place: { file: 'schema/a.graphql', line: 1, column: 6, text: 'type Query { a: Int }' },
      message: `${field}; its day, 2027-02-01, has come, but it is still used`,
      consequence: 'An operation that asks for it is refused as a whole.',
      affected: ['ios 4.2.0: 12,031 requests, the last on 2027-01-30'],
      advice: 'Put it back, and move those who use it to Query.a first.',
    });
  });

  test('takes the types along that nothing else leads to, and no others', async () => {
    const types = (findings: Finding[]) => findings.filter(({ rule }) => rule === 'TYPE_REMOVED').map(line);
    const reason = 'Use Query.a. Removal 2027-02-01.';
    expect(types(await judged(deprecated(reason), after, record()))).toEqual([
      "schema/baseline/api.graphql:10  safe  TYPE_REMOVED  Type 'T' was removed",
    ]);
    expect(types(await judged('type Query { a: Int t: T }\ntype T { x: Int }', after, record()))).toEqual([
      "schema/baseline/api.graphql:10  breaking  TYPE_REMOVED  Type 'T' was removed",
    ]);
  });
});

describe('what is deprecated', () => {
  const schema = (reason: string) => `type Query { a: Int old: Int @deprecated(reason: "${reason}") }`;
  const output = (before: string, after: string, usage?: UsageRecord) =>
    deprecationFindings(contract(after).schema, {
      before: contract(before).schema,
      places: placesIn(subgraphsOf({ a: after })),
      who: createWho([], usage),
      today: TODAY,
    });
  const june = schema('Use Query.a. Removal 2027-06-30.');

  test('is announced with its day', () => {
    expect(output(june, june).map(line)).toEqual([
      'schema/a.graphql:1  note  deprecated  Query.old goes on 2027-06-30; no stored operation uses it',
    ]);
  });

  test('needs 90 days of notice when it is news, and when its day is moved', () => {
    const soon = schema('Use Query.a. Removal 2027-03-01.');
    expect(output('type Query { a: Int old: Int }', soon).map(line)).toEqual([
      'schema/a.graphql:1  warning  deprecation-notice  Query.old is to go in 28 days',
    ]);
    const [moved] = output(june, soon);
    expect(moved).toMatchObject({
      message: 'Query.old is to go in 28 days; clients were told 2027-06-30',
      advice: 'Choose 2027-05-02 or later.',
    });
  });

  test('is no news with a day that has passed: nobody was told', () => {
    const past = schema('Use Query.a. Removal 2027-01-31.');
    expect(output('type Query { a: Int old: Int }', past).map(line)).toEqual([
      'schema/a.graphql:1  warning  deprecation-notice  Query.old may go at once',
    ]);
  });

  test('may go on its day, and who still uses it is named', () => {
    const due = schema('Use Query.a. Removal 2027-02-01.');
    expect(output(due, due, record('Query.old'))).toEqual([
      {
        area: 'deprecations',
        level: 'note',
        rule: 'removal-due',
        subject: 'Query.old',
        place: { file: 'schema/a.graphql', line: 1, column: 21, text: due },
        affected: ['ios 4.2.0: 12,031 requests, the last on 2027-01-30'],
        message:
          'Query.old may go since 2027-02-01; no stored operation uses it, 1 client did in the time of the record',
        advice: 'Move those who use it first.',
      },
    ]);
    expect(output(due, due, record())[0]?.advice).toBe('Remove it.');
  });
});
