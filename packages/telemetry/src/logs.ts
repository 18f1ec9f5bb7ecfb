import { createRequire } from 'node:module';
import { pino } from 'pino';
import type { DestinationStream, Logger, LoggerOptions } from 'pino';
import { currentContext } from './context.ts';
import { asynchronousOutput } from './standardOutput.ts';
import { currentTraceId } from './traces.ts';
import { censored, redacted, secretNames } from './redaction.ts';

const identityOfProcess = { service: 'nakku' };

/** What each line says about its request without being told: service, request, correlation, trace and user id. */
function mixin(): Record<string, unknown> {
  const line: Record<string, unknown> = { service: identityOfProcess.service };
  const request = currentContext();
  if (request) {
    line.requestId = request.requestId;
    line.correlationId = request.correlationId;
    if (request.userId !== undefined) line.userId = request.userId;
  }
  const traceId = currentTraceId();
  if (traceId !== undefined) line.traceId = traceId;
  return line;
}

const options: LoggerOptions = {
  level: process.env.LOG_LEVEL ?? 'info',
  base: null,
  mixin,
  // What a call says itself wins over the context: `logger().info({ userId })` names another user on purpose.
  mixinMergeStrategy: (fields, context) => ({ ...context, ...fields }),
  formatters: { level: (label) => ({ level: label }), log: redacted },
  // pino does not format the bindings of children, so the likely names are given to its own redaction as well.
  redact: { paths: [...secretNames], censor: censored },
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
};

/** A logger with our format that writes to `stream` (one line of JSON per record). */
export function loggerTo(stream: DestinationStream, level = 'info'): Logger {
  return pino({ ...options, level }, stream);
}

function standardOutput(): DestinationStream {
  if (process.env.LOG_FORMAT === 'pretty') {
    const pretty = prettyStream();
    if (pretty) return pretty;
  }
  return asynchronousOutput();
}

/** pino-pretty is there in development only; without it the lines stay JSON. */
function prettyStream(): DestinationStream | undefined {
  try {
    const load = createRequire(import.meta.url);
    // require() is untyped; the module's own declarations say what it gives.
    const pretty = load('pino-pretty') as typeof import('pino-pretty');
    return pretty({
      sync: true,
      singleLine: true,
      translateTime: 'HH:MM:ss.l',
      ignore: 'service,correlationId,requestId,traceId',
    });
  } catch {
    return undefined;
  }
}

let root: Logger | undefined;

/**
 * A logger that writes to standard output. `bindings` are added to each of its lines; values under keys that
 * smell of secrets are redacted, there and in each record.
 */
export function logger(bindings?: Record<string, unknown>): Logger {
  root ??= pino(options, standardOutput());
  return bindings ? root.child(redacted(bindings)) : root;
}

/** Names the service for all lines of this process. The level holds for loggers created from here on. */
export function nameLogs(service: string, level: string | undefined): void {
  identityOfProcess.service = service;
  if (level !== undefined) logger().level = level;
}
