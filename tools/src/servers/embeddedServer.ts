import { readFileSync } from 'node:fs';
import { CannotStart } from '../processes/cannotStart.ts';
import type { SupervisedSpec } from '../processes/supervisor.ts';
import type { Responder } from './probes.ts';
import type { ServerUser } from './unprivileged.ts';

/** What the three embedded servers need to know of the run. */
export interface EmbeddedRun {
  /** For logs and ledger. */
  state: string;
  /** Reachable by the servers' user; holds data. */
  runFolder: string;
  /** Reachable by the servers' user; holds programs. */
  artefacts: string;
  user: ServerUser;
  /** Kept data is written through to the disk; that of throw-away servers is not. */
  durable: boolean;
  /** Port that the broker tells its clients; undefined: its own. */
  brokerAdvertises: number | undefined;
  log: (line: string) => void;
}

/** A server with all its files prepared, ready to be started, and where it will be found. */
export interface PreparedServer {
  url: string;
  spec: SupervisedSpec;
}

/** Somebody else listens on the port that a server was to have. */
export class PortLost extends CannotStart {}

/** @throws PortLost when another server responds */
export async function isOurs(name: string, port: number, probe: () => Promise<Responder>): Promise<boolean> {
  const responder = await probe();
  if (responder === 'other')
    throw new PortLost(`port ${port} of ${name} is taken by a server that is not ours`);
  return responder === 'ours';
}

/** Whether a server ended because it could not have its port, as its log says: it could not the next time either. */
export function hasLostPort(log: string): boolean {
  try {
    return /address already in use/i.test(readFileSync(log, 'utf8'));
  } catch {
    return false; // no log, no reason
  }
}
