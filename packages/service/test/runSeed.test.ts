import { refuseInProduction } from '../src/runSeed.ts';

test('demo data is refused in production, and nowhere else', () => {
  expect(() => refuseInProduction('users', { NODE_ENV: 'production' })).toThrow(
    'The demo data of users is not for production: its accounts have a password that everybody knows',
  );
  for (const NODE_ENV of ['development', 'test', undefined])
    expect(() => refuseInProduction('users', { NODE_ENV })).not.toThrow();
});
