// A receiver of traces for one machine: keeps the latest in memory and shows them as text.
//   POST /v1/traces          what services export: OTLP over HTTP, JSON
//   GET /                    the latest traces, newest first; ?has=<attribute>:<value> those with such a span
//   GET /<trace id>          one trace as a tree
import { integer, loadConfig, port, runService } from '@nakku/service';
import { z } from 'zod';
import { startTraceReceiver } from './receiver.ts';
import { TraceStore } from './store.ts';

const configSchema = z.object({
  PORT: port,
  TRACES_MAX: integer(1, 1_000_000).default(2_000),
  TRACES_MAX_SPANS: integer(1, 100_000).default(2_000),
  TRACES_BODY_LIMIT_BYTES: integer(1_024, 268_435_456).default(16_777_216),
});

await runService(() => {
  const config = loadConfig(configSchema);
  const store = new TraceStore({ maxTraces: config.TRACES_MAX, maxSpansPerTrace: config.TRACES_MAX_SPANS });
  return startTraceReceiver({ port: config.PORT, store, bodyLimitBytes: config.TRACES_BODY_LIMIT_BYTES });
});
