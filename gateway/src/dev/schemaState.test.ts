import { createSchemaNews } from './schemaState.ts';

const problem = { code: 'SYNTAX', message: 'Expected Name', places: [] };

test('who knows the state waits for news, who knows an older one gets it at once', async () => {
  const news = createSchemaNews('one');
  const report = news.next(1, 60_000);
  news.set({ problems: [problem] });
  const state = { version: 2, problems: [problem], waitingFor: [], supergraph: 'one' };
  expect(await report).toEqual(state);
  expect(await news.next(1, 60_000)).toEqual(state);
});

test('what changes nothing is no news', () => {
  const news = createSchemaNews('one');
  news.set({ problems: [], supergraph: 'one' });
  expect(news.current().version).toBe(1);
});

test('without news the wait ends, at the latest with close', async () => {
  const news = createSchemaNews('one');
  expect((await news.next(1, 1)).version).toBe(1);
  const waiting = news.next(1, 60_000);
  news.close();
  expect((await waiting).version).toBe(1);
});
