import { seedProblem } from '../src/runSeed.ts';

test.each([
  [{ NODE_ENV: 'production' }, 'NODE_ENV is production'],
  [{ ENVIRONMENT: 'production', NODE_ENV: 'development' }, 'ENVIRONMENT is production'],
])('a seed is refused with %j', (env, reason) => {
  expect(seedProblem(env)).toContain(reason);
});

test('a seed runs elsewhere', () => {
  expect(seedProblem({})).toBeNull();
  expect(seedProblem({ NODE_ENV: 'development', ENVIRONMENT: 'staging' })).toBeNull();
});
