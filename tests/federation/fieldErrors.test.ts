import { startGraph } from './graph.ts';

const shelves = {
  sdl: `
    type Query { shelf: Shelf list: [Row!] mood: Mood }
    enum Mood { GOOD BAD @inaccessible }
    type Shelf { best: Book row: Row rows: [Row] }
    type Row { book: Book! }
    type Book @key(fields: "id") { id: ID! }
  `,
  resolvers: {
    Query: {
      shelf: () => ({
        best: { id: 'gone' },
        row: { book: { id: 'gone' } },
        rows: [{ book: { id: '1' } }, { book: { id: 'gone' } }],
      }),
      list: () => [{ book: { id: 'down' } }, { book: { id: 'down' } }],
      mood: () => 'BAD',
    },
  },
};
const books = {
  sdl: 'type Book @key(fields: "id") { id: ID! name: String! pages: Int }',
  resolvers: {
    Book: {
      __resolveReference: ({ id }: { id: string }) =>
        id === 'gone' ? null : { id, name: `Book ${id}`, pages: 3 },
      name: ({ id, name }: { id: string; name: string }) => {
        if (id === 'down') throw new Error('away');
        return name;
      },
    },
  },
};
const internal = (...path: (string | number)[]) => ({
  message: 'Internal server error',
  path,
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
});

test('an entity that is gone under a non-null field is an error with its path', async () => {
  const graph = await startGraph({ shelves, books });
  expect(await graph.query('{ shelf { row { book { name } } rows { book { name } } } }')).toEqual({
    data: { shelf: { row: null, rows: [{ book: { name: 'Book 1' } }, null] } },
    errors: [internal('shelf', 'row', 'book', 'name'), internal('shelf', 'rows', 1, 'book', 'name')],
  });
  await graph.stop();
});

test('one that is gone under a nullable field is null', async () => {
  const graph = await startGraph({ shelves, books });
  expect(await graph.query('{ shelf { best { pages } } }')).toEqual({
    data: { shelf: { best: { pages: null } } },
  });
  await graph.stop();
});

test('a value of an enum that clients do not know is an error with its path', async () => {
  const graph = await startGraph({ shelves, books });
  expect(await graph.query('{ mood }')).toEqual({ data: { mood: null }, errors: [internal('mood')] });
  await graph.stop();
});

test('errors of entities stand at their places, not at those of the request', async () => {
  const graph = await startGraph({ shelves, books });
  expect(await graph.query('{ list { book { name } } }')).toEqual({
    data: { list: null },
    errors: [internal('list', 0, 'book', 'name'), internal('list', 1, 'book', 'name')],
  });
  await graph.stop();
});
