import { logger } from '@nakku/telemetry';
import { ConfigError } from './config/loadConfig.ts';
import type { RunningService } from './kit.ts';

/** sysexits: restarting does not help before somebody changes the configuration. */
export const EXIT_CONFIG = 78;

/**
 * Runs a service as the process: stops it on SIGTERM and SIGINT (and, with NAKKU_EXIT_ON_STDIN_CLOSE=1, when the
 * launcher dies), exits 0 after a graceful stop, 78 on a wrong configuration, 1 on anything else. A second signal
 * exits at once.
 */
export async function runService(start: () => Promise<Pick<RunningService, 'stop'>>): Promise<void> {
  const log = logger({ part: 'process' });
  const fail = (err: unknown, message: string): void => {
    log.fatal({ err }, message);
    process.exit(1);
  };
  // Node gives rejections that nobody handles to the same event; `origin` says which of the two it was.
  process.on('uncaughtException', (thrown: unknown, origin) => {
    const err = thrown instanceof Error ? thrown : new Error(`thrown: ${String(thrown)}`);
    log.fatal({ err, origin }, 'uncaught exception');
    process.exit(1);
  });

  let service: Pick<RunningService, 'stop'> | undefined;
  let stopReason: string | undefined;
  const stop = (reason: string): void => {
    if (stopReason !== undefined) {
      if (reason !== stopReason) return;
      log.warn({ reason }, 'asked twice to stop: exit at once');
      process.exit(1);
    }
    stopReason = reason;
    log.info({ reason }, 'asked to stop');
    if (service) void stopAndExit(service);
  };
  const stopAndExit = async (running: Pick<RunningService, 'stop'>): Promise<void> => {
    await running.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  if (process.env.NAKKU_EXIT_ON_STDIN_CLOSE === '1') {
    process.stdin.on('end', () => stop('stdin closed')).on('error', () => stop('stdin closed'));
    process.stdin.resume();
  }

  try {
    service = await start();
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\n`);
      process.exit(EXIT_CONFIG);
    }
    fail(error, 'the service did not start');
    return;
  }
  if (stopReason !== undefined) await stopAndExit(service);
}
