import { runService } from '../../src/index.ts';
import { startTiny } from './startTiny.ts';

const env = Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? '']));
await runService(() => startTiny(env));
