// `npm run servers`: PostgreSQL, Kafka and Redis in the foreground, data kept, until Ctrl-C. With --or-join (as a task
// of `npx turbo dev`) it leaves those alone that run already.
import { aborted, stopRequested } from '../processes/foreground.ts';
import { openLedger } from '../processes/ledger.ts';
import { takeLock } from '../processes/lock.ts';
import { createSupervisor } from '../processes/supervisor.ts';
import { describeEvent, refusal } from './consoleLines.ts';
import { stateFolder } from '../checkout/state.ts';
import { readRunFile, removeRunFile, writeRunFile } from '../servers/runFile.ts';
import { ServersUnavailable, startServers } from '../servers/startServers.ts';

const state = stateFolder();
const stop = stopRequested();
const lock = takeLock(state, 'servers');
if (lock.kind === 'held' && process.argv.includes('--or-join')) {
  console.log(`using the servers of pid ${lock.by.pid}`);
  await aborted(stop);
  process.exit(0);
}
if (lock.kind === 'held') {
  console.error(refusal('The servers', state, lock.by, readRunFile(state)));
  process.exit(3);
}
const ledger = openLedger(state, 'servers');
const supervisor = createSupervisor({ ledger, onEvent: (event) => console.log(describeEvent(event)) });
let exitCode = 0;
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
} catch (error) {
  exitCode = 1;
  console.error(error instanceof ServersUnavailable ? error.message : error);
} finally {
  removeRunFile(state);
  await supervisor.stopAll();
  ledger.close();
  lock.release();
}
process.exit(exitCode);
