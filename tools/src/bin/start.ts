// `nakku start`: servers, all services and demo data, supervised in the foreground until Ctrl-C.
import { CannotStart } from '../processes/cannotStart.ts';
import { describeEvent, refusal } from './consoleLines.ts';
import { aborted, stopRequested } from '../processes/foreground.ts';
import { usualObserverPorts } from '../observability/observers.ts';
import { readRunFile } from '../servers/runFile.ts';
import { stateFolder } from '../checkout/state.ts';
import { AlreadyRunning, startSystem } from '../system/system.ts';
import { EXIT, exits } from './cli.ts';
import type { Command } from './cli.ts';
import { startCommand } from './startOptions.ts';
import type { StartOptions } from './startOptions.ts';
import { welcome } from './welcome.ts';

const PROFILES = ['production', 'demo', 'test'] as const;

export const build = (): Command => startCommand().action(exits(start));

async function start(options: StartOptions): Promise<number> {
  const started = performance.now();
  const state = stateFolder();
  const stop = stopRequested();
  const profile = PROFILES.find((name) => name === (process.env.DURATIONS_PROFILE ?? 'demo'));
  if (!profile) throw new CannotStart(`DURATIONS_PROFILE must be one of: ${PROFILES.join(', ')}`);
  const seed = options.seed && profile !== 'production';
  try {
    const system = await startSystem({
      without: options.without,
      seed,
      state,
      ports: 'usual',
      durationsProfile: profile,
      tolerant: true,
      ...(options.observe ? { observe: usualObserverPorts() } : {}),
      abort: stop,
      log: (line) => console.log(line),
      onEvent: (event) => console.log(describeEvent(event)),
    });
    const seconds = (performance.now() - started) / 1_000;
    console.log(
      welcome({
        gatewayUrl: system.gatewayUrl,
        servers: system.servers,
        observers: system.observers,
        state,
        seconds,
        failed: system.failed,
        mailsUrl:
          options.without.includes('mail-catcher') || system.failed.includes('mail-catcher')
            ? null
            : system.url('mail-catcher'),
        hasDemoAccounts: seed,
      }),
    );
    await aborted(stop);
    console.log('stopping');
    await system.stop();
    return 0;
  } catch (error) {
    if (stop.aborted) {
      console.log('stopped before everything was ready');
      return EXIT.interrupted;
    }
    if (error instanceof AlreadyRunning) {
      console.error(refusal('The system', state, error.by, readRunFile(state)));
      return EXIT.taken;
    }
    throw error;
  }
}
