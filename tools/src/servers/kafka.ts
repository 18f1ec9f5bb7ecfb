import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { logFileOf, repositoryRoot } from '../checkout/state.ts';
import { javaArtefacts } from './artefacts.ts';
import type { EmbeddedRun, PreparedServer } from './embeddedServer.ts';
import { hasLostPort, isOurs } from './embeddedServer.ts';
import { freePort } from './ports.ts';
import { kafkaResponder } from './probes.ts';
import { run } from './runProgram.ts';
import { privateFolder } from './unprivileged.ts';

const template = path.join(repositoryRoot, 'tools/servers/server.properties');
/** A short life on few cores: the first compiler tier only, the serial collector, a small heap. */
const JVM = [
  '-Xms96m',
  '-Xmx256m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:+ExitOnOutOfMemoryError',
];
const JAVA_PROPERTIES = ['-Djava.awt.headless=true', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];

/** 16 random bytes; one that begins with a dash would be taken for an option. */
export function clusterId(random: () => Buffer = () => randomBytes(16)): string {
  const id = random().toString('base64url');
  return id.startsWith('-') ? clusterId(random) : id;
}

/** The identity of the cluster whose storage this is. @throws Error when it was never formatted */
function clusterOf(data: string): string {
  const [, id] = /^cluster\.id=(.+)$/m.exec(readFileSync(path.join(data, 'meta.properties'), 'utf8')) ?? [];
  if (id === undefined) throw new Error(`${data} has no cluster id: npm run reset`);
  return id.trim();
}

/** Apache Kafka in KRaft mode, broker and controller in one; formats its storage the first time. */
export async function prepareKafka(o: EmbeddedRun, preferredPort?: number): Promise<PreparedServer> {
  const jars = path.join(await javaArtefacts(o.artefacts, o.log), 'kafka');
  const port = await freePort(preferredPort);
  const controllerPort = await freePort(preferredPort === undefined ? undefined : preferredPort + 1);
  const data = privateFolder(o.user, path.join(o.runFolder, 'kafka'));
  const properties = path.join(o.runFolder, 'kafka.properties');
  const values: Record<string, string> = {
    '@PORT@': String(port),
    '@ADVERTISED_PORT@': String(o.brokerAdvertises ?? port),
    '@CONTROLLER_PORT@': String(controllerPort),
    '@DATA@': data,
  };
  const text = readFileSync(template, 'utf8').replace(/@[A-Z_]+@/g, (name) => values[name] ?? name);
  writeFileSync(properties, text, { mode: 0o644 });
  const classPath = readdirSync(jars)
    .filter((file) => file.endsWith('.jar'))
    .sort()
    .map((file) => path.join(jars, file))
    .join(':');
  const java = [...JVM, ...JAVA_PROPERTIES, '-cp', classPath];
  if (!existsSync(path.join(data, 'meta.properties'))) {
    const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId(), '-c', properties];
    await run('java', [...java, ...format], { cwd: o.runFolder, ...o.user });
  }
  const cluster = clusterOf(data);
  const output = logFileOf(o.state, 'kafka');
  return {
    url: `127.0.0.1:${port}`,
    spec: {
      name: 'kafka',
      command: 'java',
      args: [...java, 'kafka.Kafka', properties],
      env: process.env,
      cwd: o.runFolder,
      output,
      ...o.user,
      isReady: () => isOurs('kafka', port, () => kafkaResponder(port, cluster)),
      isHopeless: () => hasLostPort(output),
    },
  };
}
