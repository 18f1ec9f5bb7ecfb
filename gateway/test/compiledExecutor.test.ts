import { parse } from 'graphql';
import { createAdmission } from '../src/admission/admit.ts';
import { createCompiledExecutor } from '../src/execution/compiledExecutor.ts';
import { resultText } from '../src/request/results.ts';
import { composeSupergraph } from '../src/supergraph/compose.ts';
import { createSnapshot } from '../src/supergraph/snapshot.ts';
import { contextOf, Subgraphs } from './fuzz/executors.ts';
import { fuzzRules } from './fuzz/rounds.ts';

const typeDefs = parse('type Query { a: Int b: Int }');
const composition = composeSupergraph([{ name: 'shop', url: 'http://shop/graphql', typeDefs }]);
if (!composition.ok) throw new Error(JSON.stringify(composition.problems));
const snapshot = createSnapshot(composition.sdl, 100);
const admit = createAdmission(() => snapshot, await fuzzRules());
const subgraphs = new Subgraphs([['shop', () => ({ data: { a: 1, b: 2 } })]]);
const executor = createCompiledExecutor(() => subgraphs.fetchers());

async function resultOf(query: string): Promise<unknown> {
  const admitted = await admit({ query }, { kind: 'anonymous' }, 'post');
  if (admitted.kind === 'refused') throw new Error(JSON.stringify(admitted.errors));
  return JSON.parse(resultText(await executor.execute(contextOf(admitted, { kind: 'anonymous' }))));
}

test('operations that fetch nothing have their own responses', async () => {
  expect(await resultOf('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  expect(await resultOf('{ one: __typename }')).toEqual({ data: { one: 'Query' } });
  expect(await resultOf('{ __schema { queryType { name } } }')).toEqual({
    data: { __schema: { queryType: { name: 'Query' } } },
  });
  expect(await resultOf('{ __type(name: "Int") { kind } }')).toEqual({
    data: { __type: { kind: 'SCALAR' } },
  });
});

test('and those that do', async () => {
  expect(await resultOf('{ a }')).toEqual({ data: { a: 1 } });
  expect(await resultOf('{ b }')).toEqual({ data: { b: 2 } });
  expect(await resultOf('{ a }')).toEqual({ data: { a: 1 } });
});
