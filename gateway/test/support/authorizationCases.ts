/** Who asks: nobody who signed in, or a user with these scopes; and the policies that the evaluator grants. */
export interface Asker {
  readonly scopes?: readonly string[];
  readonly policies?: readonly string[];
}

/** One operation on the library, with the exact response to it. */
export interface AuthorizationCase {
  readonly title: string;
  readonly query: string;
  readonly as: Asker;
  readonly data: unknown;
  /** Paths of the `UNAUTHORIZED_FIELD_OR_TYPE` errors. */
  readonly denied: readonly (readonly string[])[];
  /** The subgraphs that hear of the operation. */
  readonly subgraphs: readonly string[];
  /** What its mutations did. */
  readonly deeds?: readonly string[];
  /** How Apollo Router responds, where that differs, and why we do not do the same. */
  readonly router?: string;
}

const guest: Asker = {};
const user = (...scopes: string[]): Asker => ({ scopes });
const granted = (...policies: string[]): Asker => ({ policies });
const catalogue = ['catalogue'];

export const authorizationCases: readonly AuthorizationCase[] = [
  {
    title: 'what is open',
    query: '{ open }',
    as: guest,
    data: { open: 'hello' },
    denied: [],
    subgraphs: catalogue,
  },
  {
    title: 'a root field',
    query: '{ open me { name } }',
    as: guest,
    data: { open: 'hello', me: null },
    denied: [['me']],
    subgraphs: catalogue,
  },
  {
    title: 'a root field for a user',
    query: '{ me { name email } }',
    as: user(),
    data: { me: { name: 'Ann', email: 'ann@example.org' } },
    denied: [],
    subgraphs: catalogue,
  },
  {
    title: 'nothing but what is refused',
    query: '{ me { name } mood }',
    as: guest,
    data: { me: null, mood: null },
    denied: [['me'], ['mood']],
    subgraphs: [],
    router: 'returns the errors without data; here the response has the shape of the query in every case',
  },
  {
    title: 'a field of an object',
    query: '{ reader { name email } }',
    as: guest,
    data: { reader: { name: 'Ann', email: null } },
    denied: [['reader', 'email']],
    subgraphs: catalogue,
  },
  {
    title: 'the only field of an object',
    query: '{ reader { email } }',
    as: guest,
    data: { reader: { email: null } },
    denied: [['reader', 'email']],
    subgraphs: catalogue,
    router:
      'drops the object, which reads null; here it is still fetched, because null would say that there is none',
  },
  {
    title: 'a field that is never null',
    query: '{ reader { name fines } }',
    as: guest,
    data: { reader: null },
    denied: [['reader', 'fines']],
    subgraphs: catalogue,
  },
  {
    title: 'a field in a list',
    query: '{ readers { name email } }',
    as: guest,
    data: {
      readers: [
        { name: 'Ann', email: null },
        { name: 'Ben', email: null },
      ],
    },
    denied: [['readers', '@', 'email']],
    subgraphs: catalogue,
  },
  {
    title: 'a field in a list of lists',
    query: '{ shelves { name email } }',
    as: guest,
    data: { shelves: [[{ name: 'Ann', email: null }], [{ name: 'Ben', email: null }]] },
    denied: [['shelves', '@', '@', 'email']],
    subgraphs: catalogue,
    router: 'writes one `@` however deep the lists; here there is one for each list',
  },
  {
    title: 'an alias',
    query: '{ r: reader { e: email name } }',
    as: guest,
    data: { r: { e: null, name: 'Ann' } },
    denied: [['r', 'e']],
    subgraphs: catalogue,
    router:
      'writes names of fields into paths; here they are keys of the response, as GraphQL has it, so that a client finds the place',
  },
  {
    title: 'one field under two aliases, once with the right part only',
    query: '{ a: reader { email } b: reader { name } }',
    as: guest,
    data: { a: { email: null }, b: { name: 'Ann' } },
    denied: [['a', 'email']],
    subgraphs: catalogue,
    router: '`a` reads null, see above',
  },
  {
    title: 'one of two scopes that belong together',
    query: '{ staff { name } open }',
    as: user('readers:read'),
    data: { staff: null, open: 'hello' },
    denied: [['staff']],
    subgraphs: catalogue,
    router: 'ends the path of a list with `@`; here it is the place that reads null',
  },
  {
    title: 'both scopes',
    query: '{ staff { name } }',
    as: user('readers:read', 'staff:read'),
    data: { staff: [{ name: 'Ben' }] },
    denied: [],
    subgraphs: catalogue,
  },
  {
    title: 'the scope that stands instead of both',
    query: '{ staff { name } }',
    as: user('admin'),
    data: { staff: [{ name: 'Ben' }] },
    denied: [],
    subgraphs: catalogue,
  },
  {
    title: 'a named fragment in two places',
    query: '{ reader { ...R friend { ...R } } } fragment R on Reader { name email }',
    as: guest,
    data: { reader: { name: 'Ann', email: null, friend: { name: 'Ben', email: null } } },
    denied: [
      ['reader', 'email'],
      ['reader', 'friend', 'email'],
    ],
    subgraphs: catalogue,
    router: 'writes `... on Reader` into the paths; here they hold keys of the response only',
  },
  {
    title: 'fragments in fragments, and one without a type',
    query:
      '{ reader { ...A ... @include(if: true) { name } } } fragment A on Reader { ...B } fragment B on Reader { id email }',
    as: guest,
    data: { reader: { id: 'r1', email: null, name: 'Ann' } },
    denied: [['reader', 'email']],
    subgraphs: catalogue,
    router: 'writes the fragments into the path, see above',
  },
  {
    title: 'a field that is skipped anyhow',
    query: '{ reader { email @skip(if: true) name } }',
    as: guest,
    data: { reader: { name: 'Ann' } },
    denied: [['reader', 'email']],
    subgraphs: catalogue,
  },
  {
    title: 'an interface of which one type is restricted',
    query: '{ item { label } open }',
    as: guest,
    data: { item: null, open: 'hello' },
    denied: [['item']],
    subgraphs: catalogue,
  },
  {
    title: 'the same, asked for the open type alone',
    query: '{ items { ... on Book { label } } open }',
    as: guest,
    data: { items: null, open: 'hello' },
    denied: [['items']],
    subgraphs: catalogue,
    router:
      'documented to keep the fragment on the open type; composition (2.9.5 and later) puts the requirement on the interface itself, and what a type requires is required of every field that returns it',
  },
  {
    title: 'an interface with every right of its types',
    query: '{ items { label ... on Letter { text } ... on Book { weight } } }',
    as: user('letters:read'),
    data: {
      items: [
        { label: 'Emma', weight: 300 },
        { label: 'To Jane', text: 'Dear Jane' },
      ],
    },
    denied: [],
    subgraphs: catalogue,
  },
  {
    title: 'a restricted subscriber of a union',
    query: '{ found { ... on Book { label } ... on Letter { text } } }',
    as: guest,
    data: { found: [{ label: 'Emma' }, { text: null }] },
    denied: [['found', '@']],
    subgraphs: catalogue,
    router: 'ends the path with `... on Letter`, see above',
  },
  {
    title: 'the type names of a union',
    query: '{ found { __typename } }',
    as: guest,
    data: { found: [{ __typename: 'Book' }, { __typename: 'Letter' }] },
    denied: [],
    subgraphs: catalogue,
  },
  {
    title: 'a field of a restricted type',
    query: '{ letter { text } open }',
    as: guest,
    data: { letter: null, open: 'hello' },
    denied: [['letter']],
    subgraphs: catalogue,
  },
  {
    title: 'a restricted enum',
    query: '{ mood open }',
    as: guest,
    data: { mood: null, open: 'hello' },
    denied: [['mood']],
    subgraphs: catalogue,
  },
  {
    title: 'a policy that is not granted',
    query: '{ plan open }',
    as: user('plans:read', 'admin'),
    data: { plan: null, open: 'hello' },
    denied: [['plan']],
    subgraphs: catalogue,
  },
  {
    title: 'a policy that is granted',
    query: '{ plan }',
    as: granted('plans:read'),
    data: { plan: 'buy more shelves' },
    denied: [],
    subgraphs: catalogue,
  },
  {
    title: 'a field that needs restricted ones of two other subgraphs',
    query: '{ book { label offer } }',
    as: guest,
    data: { book: { label: 'Emma', offer: null } },
    denied: [['book', 'offer']],
    subgraphs: catalogue,
  },
  {
    title: 'the same for a user',
    query: '{ book { label offer } }',
    as: user(),
    data: { book: { label: 'Emma', offer: 'sent for 600' } },
    denied: [],
    subgraphs: ['catalogue', 'shipping', 'shop'],
  },
  {
    title: 'introspection beside a restricted field',
    query: '{ __type(name: "Letter") { fields { name } } me { name } open }',
    as: guest,
    data: {
      __type: { fields: [{ name: 'id' }, { name: 'label' }, { name: 'text' }] },
      me: null,
      open: 'hello',
    },
    denied: [['me']],
    subgraphs: catalogue,
    router: 'refuses to mix introspection with fields (MIXED_INTROSPECTION)',
  },
  {
    title: 'a restricted mutation',
    query: 'mutation { bookLend(id: "b1") { label } }',
    as: guest,
    data: { bookLend: null },
    denied: [['bookLend']],
    subgraphs: [],
    deeds: [],
    router: 'returns the errors without data, see above',
  },
  {
    title: 'a mutation beside a restricted one',
    query: 'mutation { bookLend(id: "b1") { label } readerRename(name: "Eve") { name email } }',
    as: guest,
    data: { bookLend: null, readerRename: { name: 'Eve', email: null } },
    denied: [['bookLend'], ['readerRename', 'email']],
    subgraphs: catalogue,
    deeds: ['renamed to Eve'],
  },
  {
    title: 'a mutation of which nothing may be seen',
    query: 'mutation { readerRename(name: "Eve") { email } }',
    as: guest,
    data: { readerRename: null },
    denied: [['readerRename', 'email']],
    subgraphs: [],
    deeds: [],
    router: 'returns the errors without data, see above',
  },
  {
    title: 'a mutation for a user',
    query: 'mutation { bookLend(id: "b1") { label weight } }',
    as: user(),
    data: { bookLend: { label: 'Emma', weight: 300 } },
    denied: [],
    subgraphs: catalogue,
    deeds: ['lent b1'],
  },
];

/** One subscription: its first message, or the refusal when there is no data. */
export type SubscriptionCase = Omit<AuthorizationCase, 'subgraphs' | 'deeds'>;

export const subscriptionCases: readonly SubscriptionCase[] = [
  {
    title: 'a restricted subscription is refused',
    query: 'subscription { bookMoved { label } }',
    as: guest,
    data: undefined,
    denied: [['bookMoved']],
  },
  {
    title: 'it begins for a user, and its events are joined',
    query: 'subscription { bookMoved { label offer } }',
    as: user(),
    data: { bookMoved: { label: 'Emma', offer: 'sent for 600' } },
    denied: [],
  },
  {
    title: 'one of a restricted type is refused without the scope',
    query: 'subscription { letterMoved { text } }',
    as: user(),
    data: undefined,
    denied: [['letterMoved']],
  },
  {
    title: 'one of a restricted type begins with the scope',
    query: 'subscription { letterMoved { text } }',
    as: user('letters:read'),
    data: { letterMoved: { text: 'Dear Jane' } },
    denied: [],
  },
  {
    title: 'restricted fields of an open one read null in each event',
    query: 'subscription { r: readerMoved { name ...R } } fragment R on Reader { e: email }',
    as: guest,
    data: { r: { name: 'Ann', e: null } },
    denied: [['r', 'e']],
    router: 'writes names of fields and the fragment into the path, see above',
  },
  {
    title: 'a policy that is not granted refuses it',
    query: 'subscription { planChanged }',
    as: user(),
    data: undefined,
    denied: [['planChanged']],
  },
  {
    title: 'a policy that is granted lets it begin',
    query: 'subscription { planChanged }',
    as: granted('plans:read'),
    data: { planChanged: 'sell shelves' },
    denied: [],
  },
];
