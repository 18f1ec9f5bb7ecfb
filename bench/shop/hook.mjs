// Loaded into every service of the bench by `node --import`: counts what is sent to PostgreSQL, and takes CPU profiles.
// SIGUSR2 writes the counts so far to $SHOP_BENCH_FOLDER/<pid>.json, and starts or ends a profile if one is wanted.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import path from 'node:path';
import pg from 'pg';

const folder = process.env.SHOP_BENCH_FOLDER;
const name = /(?:subgraphs\/|\/)(\w[\w-]*)\/(?:dist\/)?main\.js/.exec(process.argv[1] ?? '')?.[1] ?? 'tools';
/** BEGIN and COMMIT travel in the packet of the statement beside them: they are no round trips. */
const rides = new Set(['BEGIN', 'COMMIT']);
let statements = 0;
const texts = new Map();

const query = pg.Client.prototype.query;
pg.Client.prototype.query = function (...args) {
  const [config] = args;
  const text = typeof config === 'string' ? config : config?.text;
  if (typeof text === 'string' && !rides.has(text)) {
    statements += 1;
    const key = text.replaceAll(/\s+/g, ' ').slice(0, 160);
    if (texts.size < 500 || texts.has(key)) texts.set(key, (texts.get(key) ?? 0) + 1);
  }
  return Reflect.apply(query, this, args);
};

let session;
function profile() {
  if (!process.env.SHOP_BENCH_PROFILES) return;
  if (!session) {
    session = new Session();
    session.connect();
    session.post('Profiler.enable');
    session.post('Profiler.start');
    return;
  }
  const ended = session;
  session = undefined;
  ended.post('Profiler.stop', (_, { profile: taken }) => {
    writeFileSync(
      path.join(process.env.SHOP_BENCH_PROFILES, `${name}-${Date.now()}.cpuprofile`),
      JSON.stringify(taken),
    );
    ended.disconnect();
  });
}

if (folder) {
  let written = 0;
  process.on('SIGUSR2', () => {
    written += 1;
    const counts = { name, written, statements, texts: Object.fromEntries(texts) };
    writeFileSync(path.join(folder, `${process.pid}.json`), JSON.stringify(counts));
    profile();
  });
}
