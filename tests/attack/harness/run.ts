import type { AttackGroup } from './cases.ts';
import type { World } from './world.ts';

export interface Tally {
  held: number;
  failed: number;
}

const MAX_DETAIL = 220;

/** Runs groups one after the other and prints a line for each case. A group that cost a service its life fails. */
export async function runGroups<Attacked extends Pick<World, 'production'>>(
  world: Attacked,
  groups: readonly AttackGroup<Attacked>[],
  print: (line: string) => void,
): Promise<Tally> {
  const tally: Tally = { held: 0, failed: 0 };
  const report = (word: string, name: string, detail = ''): void => {
    if (word === 'FAILED') tally.failed += 1;
    else tally.held += 1;
    print(`  ${word.padEnd(8)} ${name}${detail === '' ? '' : `: ${detail.slice(0, MAX_DETAIL)}`}`);
  };
  for (const group of groups) {
    print(`\n${group.name}`);
    const deathsBefore = world.production.deaths.length;
    for (const { name, run } of group.cases(world)) {
      try {
        const result = await run(world);
        if (typeof result === 'string') report(result, name);
        else report(result.outcome, name, result.detail);
      } catch (error) {
        report('FAILED', name, error instanceof Error ? error.message : String(error));
      }
    }
    const deaths = world.production.deaths.slice(deathsBefore);
    if (deaths.length > 0) report('FAILED', 'every service lives on', `ended: ${deaths.join(', ')}`);
    else report('held', 'every service lives on');
  }
  return tally;
}
