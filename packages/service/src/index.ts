export { ConfigError, developmentMark, loadConfig } from './config/loadConfig.ts';
export { subgraphEnv } from './config/subgraphEnv.ts';
export type { SubgraphConfig } from './config/subgraphEnv.ts';
export { flag, hostPorts, integer, json, list, port, secret, url } from './config/values.ts';
export { durations, durationsProfileSchema } from './config/durations.ts';
export type { Durations, DurationsProfile } from './config/durations.ts';
