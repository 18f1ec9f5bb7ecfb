// `npm start`: servers, all services and demo data, supervised in the foreground until Ctrl-C.
import { parseArgs } from 'node:util';
import { CannotStart } from '../servers/cannotStart.ts';
import { describeEvent, refusal } from './consoleLines.ts';
import { aborted, stopRequested } from '../processes/foreground.ts';
import { readRunFile } from '../servers/runFile.ts';
import { SERVICE_NAMES, serviceNamed } from '../system/services.ts';
import { stateFolder } from '../checkout/state.ts';
import { AlreadyRunning, startSystem } from '../system/system.ts';
import { welcome } from './welcome.ts';

const PROFILES = ['production', 'demo', 'test'] as const;
const USE = `Use: npm start -- [--without <service>]... [--no-seed]\nServices: ${SERVICE_NAMES.join(', ')}`;

function options(): { without: ReturnType<typeof serviceNamed>['name'][]; seed: boolean } {
  const { values } = parseArgs({
    options: {
      without: { type: 'string', multiple: true, default: [] },
      'no-seed': { type: 'boolean', default: false },
    },
  });
  const names = values.without.flatMap((list) => list.split(','));
  return { without: names.map((name) => serviceNamed(name).name), seed: !values['no-seed'] };
}

async function main(): Promise<number> {
  const started = performance.now();
  const state = stateFolder();
  const stop = stopRequested();
  const profile = PROFILES.find((name) => name === (process.env.DURATIONS_PROFILE ?? 'demo'));
  if (!profile) throw new Error(`DURATIONS_PROFILE must be one of: ${PROFILES.join(', ')}`);
  try {
    const system = await startSystem({
      ...options(),
      state,
      ports: 'usual',
      durationsProfile: profile,
      tolerant: true,
      abort: stop,
      log: (line) => console.log(line),
      onEvent: (event) => console.log(describeEvent(event)),
    });
    const seconds = (performance.now() - started) / 1_000;
    console.log(
      welcome({
        gatewayUrl: system.gatewayUrl,
        servers: system.servers,
        state,
        seconds,
        failed: system.failed,
      }),
    );
    await aborted(stop);
    console.log('stopping');
    await system.stop();
    return 0;
  } catch (error) {
    if (stop.aborted) {
      console.log('stopped before everything was ready');
      return 130;
    }
    if (error instanceof AlreadyRunning) {
      console.error(refusal('The system', state, error.by, readRunFile(state)));
      return 3;
    }
    if (error instanceof CannotStart) console.error(error.message);
    else console.error(error);
    return 1;
  }
}

try {
  process.exit(await main());
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USE}`);
  process.exit(2);
}
