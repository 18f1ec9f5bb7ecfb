import { RESTART_POLICY, decideRestart } from '../../src/processes/restartPolicy.ts';

describe('decideRestart', () => {
  test('waits longer after each death, up to ten seconds', () => {
    const deaths = [0, 1_000, 2_000, 3_000];
    const delays = deaths.map((now, index) => decideRestart(deaths.slice(0, index + 1), now, RESTART_POLICY));
    expect(delays).toEqual([
      { kind: 'restart', afterMs: 200 },
      { kind: 'restart', afterMs: 800 },
      { kind: 'restart', afterMs: 3_200 },
      { kind: 'restart', afterMs: 10_000 },
    ]);
  });

  test('gives up at the fifth death within a minute', () => {
    const deaths = [0, 1, 2, 3, 59_999];
    expect(decideRestart(deaths, 59_999, RESTART_POLICY)).toEqual({ kind: 'give_up', deaths: 5 });
  });

  test('forgets deaths older than a minute', () => {
    const deaths = [0, 1, 2, 3, 60_003];
    expect(decideRestart(deaths, 60_003, RESTART_POLICY)).toEqual({ kind: 'restart', afterMs: 200 });
  });
});
