import { runService } from '../../src/index.ts';

/** A service that ends by what nobody handles. */
await runService(() => {
  setTimeout(() => {
    if (process.argv[2] === 'rejection') void Promise.reject(new RangeError('nobody handles this'));
    else throw new RangeError('nobody catches this');
  });
  return Promise.resolve({ stop: () => Promise.resolve() });
});
