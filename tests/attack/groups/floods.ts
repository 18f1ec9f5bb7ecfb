import { createHash, randomUUID } from 'node:crypto';
import type { AttackCase, AttackGroup } from '../harness/cases.ts';
import { must } from '../harness/cases.ts';
import { besideBystander, inLanes } from '../harness/flood.ts';
import { hasRefusal } from '../harness/graphql.ts';
import type { OperationResponse, OperationRequest } from '../harness/target.ts';
import { BYSTANDER } from '../harness/target.ts';
import type { World } from '../harness/world.ts';
import { register } from '../harness/world.ts';

const LANES = 16;
/** What one round asks for is new in the next one. */
const INDEXES = 1_000_000;

/** What a response is called in the figures. */
const called = (response: OperationResponse): string =>
  response.codes[0] ?? (hasRefusal(response.text) ? 'user error' : String(response.status));

/** A flood of single requests from one address. */
function requests(
  name: string,
  from: string,
  make: (index: number, world: World) => Omit<OperationRequest, 'from'>,
): AttackCase {
  return {
    name,
    run: (world) =>
      besideBystander(world, (signal, round) =>
        inLanes(LANES, signal, async (index) =>
          called(
            await world.target.execute({
              ...make(round * INDEXES + index, world),
              from,
            }),
          ),
        ),
      ),
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function registering(index: number): Omit<OperationRequest, 'from'> {
  const query = `query N${index} { products(search: "${`${index} `.repeat(5_000)}") { edges { cursor } } }`;
  const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(query) } };
  return { body: JSON.stringify({ query, extensions }) };
}

const fiveHops = (index: number): string =>
  `query New${index} { product(by: { sku: "none-${index}" }) { a${index}: name category { products(first: 2) { edges { node {
    category { products(first: 2) { edges { node { id name } } } } } } } } } }`;

const login = (email: string): Omit<OperationRequest, 'from'> => ({
  query:
    'mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { user { id } userErrors { __typename } } }',
  variables: { input: { email, password: 'a wrong pass phrase' } },
});

async function registrations(world: World): Promise<{ outcome: 'held'; detail: string }> {
  let made = 0;
  const result = await besideBystander(world, (signal) =>
    inLanes(4, signal, async () => {
      const name = called(
        await world.target.execute({
          query:
            'mutation($input: UserRegisterInput!) { userRegister(input: $input) { user { id } userErrors { __typename } } }',
          variables: {
            input: { email: `${randomUUID()}@flood.example`, password: randomUUID(), name: 'Flood' },
          },
          from: '203.0.113.31',
        }),
      );
      if (name === '200') made += 1;
      return name;
    }),
  );
  await register(world.target, 'bo');
  must(made > 0 && made <= 20, `${made} accounts were made: ${result.detail}`);
  return result;
}

async function persisted(world: World): Promise<{ outcome: 'held'; detail: string }> {
  const result = await besideBystander(world, (signal, round) =>
    inLanes(LANES, signal, async (index) =>
      called(
        await world.target.execute({
          ...registering(round * INDEXES + index),
          from: '203.0.113.32',
        }),
      ),
    ),
  );
  const response = await world.target.execute({ ...login(world.attacker.email), from: BYSTANDER });
  must(
    response.text.includes('InvalidCredentialsError'),
    `logins do not work: ${response.text.slice(0, 200)}`,
  );
  return result;
}

export const floods: AttackGroup = {
  name: 'floods',
  cases: () => [
    requests('documents that were never seen, five hops deep', '203.0.113.30', (index) => ({
      query: fiveHops(index),
    })),
    requests('documents of 4,900 tokens, each new', '203.0.113.33', (index) => ({
      query: `query T${index} { me { ${'id '.repeat(1_900)} } ${'__typename '.repeat(40)} }`,
    })),
    requests('bodies that are not JSON', '203.0.113.34', (index) => ({ body: `{"query": ${index}` })),
    requests('wrong tokens', '203.0.113.35', (index) => ({ query: '{ me { id } }', token: `a.${index}.c` })),
    requests('bodies of 200 kB of comments', '203.0.113.36', (index) => ({
      query: `# ${index}${'x'.repeat(200_000)}\n{ __typename }`,
    })),
    requests('logins to accounts that may exist', '203.0.113.37', (index) =>
      login(`${index}@people.example`),
    ),
    requests('guests’ carts', '203.0.113.38', () => ({
      query: 'mutation { cartCreate { cart { id } userErrors { __typename } } }',
    })),
    requests('searches for everything', '203.0.113.39', (index) => ({
      query:
        'query($s: String!) { products(search: $s, first: 50) { edges { node { id name category { name } } } } }',
      variables: { s: String.fromCharCode(97 + (index % 26)) },
    })),
    { name: 'registrations, of which 20 are accepted', run: registrations },
    { name: 'operations registered by their hash', run: persisted },
  ],
};
