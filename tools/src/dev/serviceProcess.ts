// A service in development as a process: loads the installed packages that it uses, which no save changes, waits for a
// word on standard input, and then loads the service itself, which starts it.
// Use: serviceProcess.ts <main file> <package>…
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [main = '', ...packages] = process.argv.splice(2);
await Promise.allSettled(packages.map((name) => import(name))); // the service says itself what it lacks
await once(process.stdin, 'data');
process.stdin.destroy();
await import(pathToFileURL(path.resolve(main)).href);
