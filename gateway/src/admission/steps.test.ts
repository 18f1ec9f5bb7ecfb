import { refusal } from '../request/results.ts';
import { steps } from './steps.ts';

const inOrder = steps(({ text }: { text: string }) => ({ text, seen: ['first'] }))
  .next(({ text, seen }) =>
    Promise.resolve(text === '' ? refusal(400, 'EMPTY', 'Empty') : { text, seen: [...seen, 'second'] }),
  )
  .next(({ text, seen }) =>
    text === 'no' ? refusal(400, 'NO', 'No') : { result: [...seen, 'third', text] },
  );

test('each step works with what the one before it returned', async () => {
  expect(await inOrder.run({ text: 'yes' })).toEqual({ result: ['first', 'second', 'third', 'yes'] });
});

test.each([
  ['', 'EMPTY'],
  ['no', 'NO'],
])('the first refusal ends them: %j', async (text, code) => {
  expect(await inOrder.run({ text })).toMatchObject({ kind: 'refused', errors: [{ extensions: { code } }] });
});

test('without I/O the result is there at once', () => {
  expect(
    steps(({ n }: { n: number }) => ({ n: n + 1 }))
      .next(({ n }) => ({ n: n * 2 }))
      .run({ n: 1 }),
  ).toEqual({
    n: 4,
  });
});
