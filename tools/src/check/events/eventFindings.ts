import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Place } from '@nakku/gateway/compose';
import type { Finding } from '../finding.ts';
import { eventChanges } from './eventChanges.ts';
import type { EventContracts } from './eventChanges.ts';

const ADVICE: Readonly<Record<string, string>> = {
  EVENT_FIELD_ADDED: 'Let it be absent: .optional() in the contract, with what absence means.',
  EVENT_FIELD_REQUIRED: 'Keep it optional in the contract; the producer may give it always.',
  EVENT_VALUE_ADDED: 'Release the consumers first; then the producer may say it.',
  TOPIC_PARTITIONS_CHANGED: 'Make a new topic, and move when the old one is read to its end.',
};
const OTHERWISE = 'Publish a new event type beside it, and stop this one when nobody reads it any more.';

/** Changes of event contracts as findings, with the contract's line and the services that handle the event. */
export function eventFindings(before: EventContracts, after: EventContracts, root: string): Finding[] {
  const sources = new SourceLines(root);
  return eventChanges(before, after).map(({ level, rule, message, consequence, event, topic }) => {
    const key = new RegExp(`'?\\b${(event ?? topic ?? '').replaceAll('.', '\\.')}'?\\s*[:(]`);
    const place = sources.find(event === undefined ? TOPICS : CONTRACTS, key)[0];
    const handlers = event === undefined || level === 'safe' ? [] : sources.find(HANDLERS, key);
    const subject = event ?? topic;
    return {
      area: 'events',
      level,
      rule,
      message,
      ...(subject === undefined ? {} : { subject }),
      ...(place === undefined ? {} : { place }),
      ...(consequence === '' ? {} : { consequence }),
      ...(handlers.length === 0 ? {} : { affected: handlers.map(describeHandler) }),
      ...(level === 'safe' ? {} : { advice: ADVICE[rule] ?? OTHERWISE }),
    };
  });
}

const TOPICS = /^packages\/contracts\/src\/topics\.ts$/;
const CONTRACTS = /^packages\/contracts\/src\/.*\.ts$/;
const HANDLERS = /^subgraphs\/[^/]+\/src\/.*events?\/.*\.ts$/;

function describeHandler({ file, line }: Place): string {
  return `${file.split('/')[1] ?? ''}: ${file}:${line}`;
}

/** Lines of TypeScript sources by what they say. Each file is read once. */
class SourceLines {
  readonly #files: readonly { readonly file: string; readonly lines: readonly string[] }[];

  constructor(root: string) {
    this.#files = ['packages/contracts/src', ...subgraphSources(root)].flatMap((folder) =>
      existsSync(path.join(root, folder))
        ? readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
            .filter(
              (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('generated'),
            )
            .sort()
            .map((file) => ({
              file: path.join(folder, file),
              lines: readFileSync(path.join(root, folder, file), 'utf8').split('\n'),
            }))
        : [],
    );
  }

  /** The first line of each such file that matches. */
  find(files: RegExp, pattern: RegExp): Place[] {
    return this.#files.flatMap(({ file, lines }) => {
      if (!files.test(file)) return [];
      const index = lines.findIndex((line) => pattern.test(line));
      const found = lines[index];
      if (found === undefined) return [];
      return [{ file, line: index + 1, column: found.search(pattern) + 1, text: found.trim() }];
    });
  }
}

function subgraphSources(root: string): string[] {
  const folder = path.join(root, 'subgraphs');
  return existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((name) => path.join('subgraphs', name, 'src'))
    : [];
}
