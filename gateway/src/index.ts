export { startGateway } from './gateway.ts';
export type { GatewayExtensions, RunningGateway } from './gateway.ts';
export { noPolicies } from './security/policies.ts';
export type { PolicyEvaluator } from './security/policies.ts';
export { loadGatewayConfig } from './config/load.ts';
export type { GatewayConfig } from './gateway.config.ts';
export { gatewayConfigJsonSchema } from './config/jsonSchema.ts';
