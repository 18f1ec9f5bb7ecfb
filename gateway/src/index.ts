export { startGateway } from './gateway.ts';
export type { GatewayExtensions, RunningGateway } from './gateway.ts';
export { noPolicies } from './policy/security/policies.ts';
export type { PolicyEvaluator } from './policy/security/policies.ts';
export { loadGatewayConfig } from './config/load.ts';
export type { GatewayConfig } from './config/gatewayConfig.ts';
export { environmentVariables, gatewayConfigJsonSchema } from './config/jsonSchema.ts';
