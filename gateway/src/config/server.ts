import { z } from 'zod';
import { atLeastOne, between, httpUrl, setting } from './setting.ts';

/** The process and its port. */
export const server = z
  .strictObject({
    environment: setting(
      'NODE_ENV',
      'In production development secrets are refused, errors are masked, and the explorer, introspection and suggestions are off.',
      z.enum(['development', 'test', 'production']).default('development'),
    ),
    host: setting('HOST', 'The address to listen on.', z.string().default('127.0.0.1')),
    port: setting('PORT', 'The port; 0 lets the system choose one.', between(0, 65_535, 4_000)),
    internalHost: setting(
      'INTERNAL_HOST',
      'The address on which /metrics and /health are served: one that clients do not reach.',
      z.string().default('127.0.0.1'),
    ),
    internalPort: setting(
      'INTERNAL_PORT',
      'The port of /metrics and /health; 0 lets the system choose one.',
      between(0, 65_535, 0),
    ),
    logLevel: setting(
      'LOG_LEVEL',
      'The least severe log lines that are written.',
      z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    ),
    otlpEndpoint: setting(
      'OTLP_ENDPOINT',
      'OTLP/HTTP collector for traces; unset: none.',
      httpUrl.optional(),
    ),
    shutdownGraceMs: setting(
      'SHUTDOWN_GRACE_MS',
      'How long a stopping gateway may take for what is still running.',
      atLeastOne(10_000),
    ),
    trustedProxies: setting(
      'TRUSTED_PROXIES',
      'How many reverse proxies stand in front, each adding one address to X-Forwarded-For. One too many lets clients choose their address.',
      between(0, 8, 0),
    ),
    headersTimeoutMs: setting(
      'HEADERS_TIMEOUT_MS',
      'How long a client may take to send the headers of a request (slow loris).',
      atLeastOne(10_000),
    ),
    requestTimeoutMs: setting(
      'REQUEST_TIMEOUT_MS',
      'How long a client may take to send a whole request.',
      atLeastOne(30_000),
    ),
    keepAliveMs: setting(
      'KEEP_ALIVE_MS',
      'How long an idle connection is kept; longer than that of the proxy in front.',
      atLeastOne(75_000),
    ),
    maxHeaderBytes: setting(
      'MAX_HEADER_BYTES',
      'All headers of a request together, the path with a GET operation included.',
      between(1_024, 1_048_576, 16_384),
    ),
    maxConnections: setting(
      'MAX_CONNECTIONS',
      'Open connections of clients; more are refused. Never more than seven tenths of the files that the process may open.',
      atLeastOne(50_000),
    ),
  })
  .meta({ description: 'The process and its port.' });
