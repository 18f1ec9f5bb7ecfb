import type { z } from 'zod';
import { oldNames } from './oldNames.ts';

/** The environment does not fit; the message has one line per problem and no values, which may be secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super([`configuration has ${problems.length} problem(s):`, ...problems.map((p) => `  ${p}`)].join('\n'));
    this.problems = problems;
  }
}

/** Secrets that are made for development carry this text, and production refuses them. */
export const developmentMark = 'dev-only';

/** Variables by which tests make a service fail: production refuses to start with one of them. */
const testOnly = ['FAILPOINTS', 'EVENT_FAULTS'] as const;

/**
 * Parses the environment. Empty variables count as missing. Lists every problem at once, names that are no longer
 * read among them, and in production (NODE_ENV) also each value that is marked as a development secret, and each fault that is for tests.
 * @throws ConfigError
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): z.output<z.ZodObject<Shape>> {
  const names = Object.keys(schema.shape);
  const given = Object.fromEntries(
    names.filter((name) => env[name] !== undefined && env[name] !== '').map((name) => [name, env[name]]),
  );
  const parsed = schema.safeParse(given);
  const problems = [
    ...oldNames(env),
    ...(parsed.success ? [] : problemsOf(parsed.error, given)),
    ...(env.NODE_ENV === 'production' ? [...developmentSecrets(given), ...faults(given)] : []),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return parsed.data;
}

function problemsOf(error: z.ZodError, given: Readonly<Record<string, unknown>>): string[] {
  return error.issues.map((issue) => {
    const [name, ...inside] = issue.path.map(String);
    if (name === undefined) return issue.message;
    if (inside.length === 0 && !(name in given)) return `${name}: is required`;
    return `${[name, ...inside].join('.')}: ${issue.message}`;
  });
}

function faults(given: Readonly<Record<string, unknown>>): string[] {
  return testOnly
    .filter((name) => name in given)
    .map((name) => `${name}: is for tests, production does not start with it`);
}

function developmentSecrets(given: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(given)
    .filter(([, value]) => typeof value === 'string' && value.includes(developmentMark))
    .map(([name]) => `${name}: is a development secret, production needs its own`);
}
