// `nakku servers`: PostgreSQL, Kafka and Redis in the foreground, data kept, until Ctrl-C. With --or-join (as a task
// of `npx turbo dev`) it leaves those alone that run already.
import { aborted, stopRequested } from '../processes/foreground.ts';
import { openLedger } from '../processes/ledger.ts';
import { takeLock } from '../processes/lock.ts';
import { createSupervisor } from '../processes/supervisor.ts';
import { describeEvent, refusal } from './consoleLines.ts';
import { stateFolder } from '../checkout/state.ts';
import { readRunFile, removeRunFile, writeRunFile } from '../servers/runFile.ts';
import { startServers } from '../servers/startServers.ts';
import { EXIT, command, exits } from './cli.ts';
import type { Command } from './cli.ts';

export const build = (): Command =>
  command('servers').option('--or-join', 'leave those alone that run already', false).action(exits(servers));

async function servers({ orJoin }: { orJoin: boolean }): Promise<number> {
  const state = stateFolder();
  const stop = stopRequested();
  const lock = takeLock(state, 'servers');
  if (lock.kind === 'held' && orJoin) {
    console.log(`using the servers of pid ${lock.by.pid}`);
    await aborted(stop);
    return 0;
  }
  if (lock.kind === 'held') {
    console.error(refusal('The servers', state, lock.by, readRunFile(state)));
    return EXIT.taken;
  }
  const ledger = openLedger(state, 'servers');
  const supervisor = createSupervisor({ ledger, onEvent: (event) => console.log(describeEvent(event)) });
  try {
    const left = await ledger.reap();
    if (left.length > 0) console.log(`ended what a killed start had left: ${left.join(', ')}`);
    removeRunFile(state);
    const starting = startServers({ state, supervisor, throwAway: false, log: (line) => console.log(line) });
    const servers = await Promise.race([starting, aborted(stop)]);
    if (servers) {
      writeRunFile(state, { ...servers.urls, services: {} });
      console.log(`PostgreSQL  ${servers.urls.postgresUrl}`);
      console.log(`Kafka       ${servers.urls.kafkaBrokers}`);
      console.log(`Redis       ${servers.urls.redisUrl}`);
      console.log('Ctrl-C stops them; the data stays.');
      await aborted(stop);
      removeRunFile(state);
      await servers.stop();
    }
  } finally {
    removeRunFile(state);
    await supervisor.stopAll();
    ledger.close();
    lock.release();
  }
  return 0;
}
