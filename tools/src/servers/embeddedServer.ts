import type { SupervisedSpec } from '../processes/supervisor.ts';
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
