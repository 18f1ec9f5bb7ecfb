import { PARTS, generate } from '../codegen/generate.ts';
import { EXIT, InvalidArgumentError, command, exits } from './cli.ts';
import type { Command } from './cli.ts';

function partNamed(text: string, previous: readonly string[] | undefined): string[] {
  if (!PARTS.includes(text))
    throw new InvalidArgumentError(`There is no part ${text}; there are: ${PARTS.join(', ')}.`);
  return [...(previous ?? []), text];
}

export const build = (): Command =>
  command('generate')
    .description(
      'Writes everything that is generated: the supergraph, types and Prisma clients, the event contracts, the schema of the gateway’s configuration, and the pages of docs/ and METRICS.md.',
    )
    .argument('[part...]', `only some of: ${PARTS.join(', ')}`, partNamed)
    .option('--check', 'write nothing; say what is out of date, and fail if something is', false)
    .action(exits(run));

async function run(parts: readonly string[] | undefined, { check }: { check: boolean }): Promise<number> {
  const generated = await generate(parts && parts.length > 0 ? parts : PARTS, {
    check,
    onPart({ part, stale }, ms) {
      const found =
        stale.length === 0 ? 'up to date' : `${stale.length} ${check ? 'out of date' : 'written'}`;
      console.error(`${part.padEnd(16)}${found} in ${(ms / 1_000).toFixed(1)} s`);
    },
  });
  const stale = generated.flatMap((one) => one.stale);
  for (const file of stale)
    console.log(check ? `${file} is out of date: npm run generate` : `${file} written`);
  return check && stale.length > 0 ? EXIT.failed : 0;
}
