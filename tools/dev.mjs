#!/usr/bin/env node
// `dev` of every workspace that has a service: runs tools/src/dev/main.ts from source, in this process, for the workspace
// that it is called in. Call it with --conditions=@nakku/source.
import { importSources } from './bootstrap/runtime.mjs';

process.argv[2] = process.cwd();
await importSources();
await import('./src/dev/main.ts');
