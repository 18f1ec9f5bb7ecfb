// `nakku schema:check`: what a change of the schema or of the events would break, and for whom.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { asyncApiDocument } from '@nakku/contracts';
import { composeSchemaFolder, formatProblem } from '@nakku/gateway/compose';
import { dayOf, usageRecordSchema } from '@nakku/gateway/usage';
import type { UsageRecord } from '@nakku/gateway/usage';
import { repositoryRoot } from '../checkout/state.ts';
import { baselineAt, committedBaseline, NoBaseline, writeBaseline } from '../check/baseline.ts';
import { defaultGatewayLimits } from '../check/checkOperations.ts';
import { checkSchema } from '../check/checkSchema.ts';
import { contractOf } from '../check/contract.ts';
import type { Graph } from '../check/rover.ts';
import { jsonReport } from '../check/report/json.ts';
import { markdownReport } from '../check/report/markdown.ts';
import { summaryOf } from '../check/report/summary.ts';
import { textReport } from '../check/report/text.ts';
import { InvalidArgumentError, command, exits } from './cli.ts';
import type { Command } from './cli.ts';

/** Exit codes: 1 the check failed, 2 it could not be made. */
const FAILED = 1;
const NOT_MADE = 2;

interface Options {
  readonly schema: string;
  readonly against?: string;
  readonly usage?: string;
  readonly operations: readonly string[];
  readonly today: string;
  readonly json?: true;
  readonly markdown?: true;
  readonly strict: boolean;
  readonly accept?: true;
  readonly offline?: true;
}

const day = (text: string): string => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('It must be a day: YYYY-MM-DD.');
};

export const build = (): Command =>
  command('schema:check')
    .description(
      'Composition, API changes, stored operations, deprecations, lint, and event contracts. Offline, unless APOLLO_KEY and APOLLO_GRAPH_REF are set.',
    )
    .option('--against <ref>', 'compare with what is committed at a git ref, not with the baseline')
    .option('--usage <file>', 'record of use, as npm run schema:usage writes it')
    .option(
      '--operations <folder>',
      'one more folder of stored operations',
      (one, all: string[]) => [...all, one],
      [],
    )
    .option('--today <day>', 'check as if it were that day', day, dayOf(Date.now()))
    .option('--schema <folder>', 'the schema', path.join(repositoryRoot, 'schema'))
    .option('--strict', 'fail on what is dangerous, and on warnings', false)
    .option('--json', 'for programs')
    .option('--markdown', 'for a pull request')
    .option('--offline', 'do not ask Apollo Studio, although APOLLO_KEY and APOLLO_GRAPH_REF are set')
    .option('--accept', 'make what is there now the baseline')
    .action(exits(schemaCheck));

function readUsageFile(file: string): UsageRecord {
  return usageRecordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

function accept(schemaDir: string): void {
  const composed = composeSchemaFolder(schemaDir, (name) => `http://${name}/graphql`);
  if (!composed.ok) throw new Error(composed.problems.map(formatProblem).join('\n'));
  console.log(
    `${writeBaseline(schemaDir, contractOf(composed.sdl), asyncApiDocument())} is what there is now`,
  );
}

/** Rover reads the key from its environment. */
function graphOf(env: NodeJS.ProcessEnv): Graph | undefined {
  const { APOLLO_KEY: key, APOLLO_GRAPH_REF: ref } = env;
  return key && ref ? { ref, env } : undefined;
}

async function check(o: Options): Promise<number> {
  const report = await checkSchema({
    root: repositoryRoot,
    schemaDir: o.schema,
    operationFolders: [path.join(o.schema, 'operations'), ...o.operations],
    baseline: o.against === undefined ? committedBaseline(o.schema) : baselineAt(o.against, o.schema),
    usage: o.usage === undefined ? undefined : readUsageFile(o.usage),
    limits: defaultGatewayLimits(),
    today: o.today,
    strict: o.strict,
    graph: o.offline ? undefined : graphOf(process.env),
  });
  const write = o.json ? jsonReport : o.markdown ? markdownReport : textReport;
  process.stdout.write(write(report));
  return summaryOf(report).ok ? 0 : FAILED;
}

async function schemaCheck(options: Options): Promise<number> {
  try {
    if (options.accept) accept(options.schema);
    else return await check(options);
    return 0;
  } catch (error) {
    console.error(
      error instanceof NoBaseline ? error.message : `The schema could not be checked: ${String(error)}`,
    );
    return NOT_MADE;
  }
}
