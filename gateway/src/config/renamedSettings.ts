/** A setting that has another name now: its variable, its section, and its name in the file. */
interface Renamed {
  readonly env: string;
  readonly section: string;
  readonly name: string;
  readonly now: { readonly env: string; readonly name: string };
}

/** Settings by their former names, which are refused: who still uses one must not run on a default without notice. */
export const renamedSettings: readonly Renamed[] = [
  {
    env: 'DEMAND_WITHIN_MS',
    section: 'demand',
    name: 'answerWithinMs',
    now: { env: 'DEMAND_TIMEOUT_MS', name: 'redisTimeoutMs' },
  },
  {
    env: 'MAX_SUBGRAPH_ANSWER_BYTES',
    section: 'execution',
    name: 'maxAnswerBytes',
    now: { env: 'MAX_SUBGRAPH_RESPONSE_BYTES', name: 'maxResponseBytes' },
  },
  {
    env: 'CIRCUIT_MOST_OPEN_MS',
    section: 'resilience',
    name: 'circuitMostOpenMs',
    now: { env: 'CIRCUIT_MAX_OPEN_MS', name: 'circuitMaxOpenMs' },
  },
  {
    env: 'HEADERS_WITHIN_MS',
    section: 'server',
    name: 'headersWithinMs',
    now: { env: 'HEADERS_TIMEOUT_MS', name: 'headersTimeoutMs' },
  },
  {
    env: 'REQUEST_WITHIN_MS',
    section: 'server',
    name: 'requestWithinMs',
    now: { env: 'REQUEST_TIMEOUT_MS', name: 'requestTimeoutMs' },
  },
  {
    env: 'OWNER_PATIENCE_MS',
    section: 'subscriptions',
    name: 'ownerPatienceMs',
    now: { env: 'OWNER_RETRY_TIMEOUT_MS', name: 'ownerRetryTimeoutMs' },
  },
  {
    env: 'CONNECTION_INIT_MS',
    section: 'subscriptions',
    name: 'initWithinMs',
    now: { env: 'CONNECTION_INIT_TIMEOUT_MS', name: 'initTimeoutMs' },
  },
];
