#!/usr/bin/env node
// The first step of `nakku` and of every script of package.json. Needs nothing installed, and says so itself when Node is
// too old: nothing here, and no import, may need a newer Node than what is asked for.
import path from 'path';
import { fileURLToPath, pathToFileURL } from 'url';

const OLDEST_NODE = [20, 19];
const version = process.versions.node.split('.').map(Number);

if (version[0] < OLDEST_NODE[0] || (version[0] === OLDEST_NODE[0] && version[1] < OLDEST_NODE[1])) {
  console.error(
    'Nakku needs Node ' +
      OLDEST_NODE.join('.') +
      ' or newer, this is ' +
      process.versions.node +
      ': https://nodejs.org',
  );
  process.exit(1);
} else {
  const main = path.join(path.dirname(fileURLToPath(import.meta.url)), 'bootstrap', 'main.mjs');
  import(pathToFileURL(main).href).then((loaded) => loaded.main(process.argv.slice(2)));
}
