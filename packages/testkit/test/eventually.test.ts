import { eventually } from '../src/index.ts';

test('repeats until the assertion holds and gives its value', async () => {
  let tries = 0;
  const value = await eventually(
    () => {
      tries += 1;
      if (tries < 3) throw new Error(`try ${tries}`);
      return tries * 10;
    },
    { everyMs: 1 },
  );
  expect(value).toBe(30);
});

test('reports the last failure', async () => {
  let tries = 0;
  const failing = eventually(() => Promise.reject(new Error(`try ${(tries += 1)}`)), {
    timeoutMs: 20,
    everyMs: 5,
  });
  await expect(failing).rejects.toThrow(/not within 20 ms; last failure: try [1-9]/);
});
