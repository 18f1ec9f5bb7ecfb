import { readFileSync } from 'node:fs';
import { ConfigError, developmentMark } from '@nakku/service';
import { z } from 'zod';
import { gatewayConfig, resolved } from './gatewayConfig.ts';
import type { GatewayConfig } from './gatewayConfig.ts';
import { environmentVariables } from './jsonSchema.ts';
import type { Variable } from './jsonSchema.ts';
import { renamedSettings } from './renamedSettings.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Given = Readonly<Record<string, unknown>>;

/** Names the configuration file. */
export const CONFIG_FILE_VARIABLE = 'GATEWAY_CONFIG';

const fileSchema = z.record(z.string(), z.unknown());
const sectionSchema = z.record(z.string(), z.unknown());

/**
 * Reads the configuration: the environment, then the file that GATEWAY_CONFIG names, then defaults. Empty variables
 * count as missing. Throws ConfigError, which lists every problem and no values: former names of settings too, and in
 * production development secrets and demo accounts.
 */
export function loadGatewayConfig(env: Environment = process.env): GatewayConfig {
  const variables = environmentVariables();
  const file = fileOf(env[CONFIG_FILE_VARIABLE]);
  const renamed = formerNames(file, env);
  if (renamed.length > 0) throw new ConfigError(renamed);
  const given = merged(file, variables, env);
  const parsed = gatewayConfig.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => problemOf(issue, variables, given)));
  }
  const problems = resolved(parsed.data).production ? unfitForProduction(parsed.data, variables) : [];
  if (problems.length > 0) throw new ConfigError(problems);
  return parsed.data;
}

function fileOf(path: string | undefined): Given {
  if (path === undefined || path === '') return {};
  try {
    return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read as a JSON object';
    throw new ConfigError([`${CONFIG_FILE_VARIABLE}: ${path} ${why}`]);
  }
}

/** Settings that are given under a former name. */
function formerNames(file: Given, env: Environment): string[] {
  return renamedSettings.flatMap(({ env: variable, section, name, now }) => {
    const settings = sectionSchema.safeParse(file[section]).data ?? {};
    return [
      ...(env[variable] ? [`${variable}: is now called ${now.env}`] : []),
      ...(name in settings ? [`${section}.${name}: is now called ${section}.${now.name}`] : []),
    ];
  });
}

function merged(file: Given, variables: readonly Variable[], env: Environment): Given {
  const sections: Record<string, unknown> = { ...file };
  for (const { section } of variables) sections[section] ??= {};
  for (const variable of variables) {
    const text = env[variable.env];
    const known = sectionSchema.safeParse(sections[variable.section]);
    if (text === undefined || text === '' || !known.success) continue;
    sections[variable.section] = { ...known.data, [variable.name]: valueOf(text, variable) };
  }
  return sections;
}

/** The text of a variable as the value that its setting has in a file; what does not fit is left for the check. */
function valueOf(text: string, { type, items }: Variable): unknown {
  switch (type) {
    case 'integer':
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
    case 'boolean':
      return { true: true, '1': true, false: false, '0': false }[text] ?? text;
    case 'array':
      return items === 'string' && !text.trimStart().startsWith('[') ? listed(text) : fromJson(text);
    case 'object':
      return fromJson(text);
    default:
      return text;
  }
}

function listed(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function problemOf(issue: z.core.$ZodIssue, variables: readonly Variable[], given: Given): string {
  const [section = '', name, ...inside] = issue.path.map(String);
  const variable = variables.find((v) => v.section === section && v.name === name);
  if (name === undefined || !variable)
    return `${[section, name].filter(Boolean).join('.')}: ${issue.message}`;
  const value = sectionSchema.safeParse(given[section]).data?.[name];
  const message = inside.length === 0 && value === undefined ? 'is required' : issue.message;
  return `${[variable.env, ...inside].join('.')} (${section}.${name}): ${message}`;
}

function unfitForProduction(config: GatewayConfig, variables: readonly Variable[]): string[] {
  const sections = Object.entries(config);
  const secrets = variables
    .filter(({ section, name }) =>
      JSON.stringify(Object(Object.fromEntries(sections)[section])[name] ?? '').includes(developmentMark),
    )
    .map(
      ({ env, section, name }) =>
        `${env} (${section}.${name}): is a development secret, production needs its own`,
    );
  const accounts =
    resolved(config).explorer && config.browsers.explorerAccounts.length > 0
      ? [
          'EXPLORER_ACCOUNTS (browsers.explorerAccounts): demo accounts and their passwords are for development',
        ]
      : [];
  return [...secrets, ...accounts];
}
