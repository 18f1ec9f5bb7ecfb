export { startGateway } from './gateway.ts';
export type { RunningGateway } from './gateway.ts';
export { loadGatewayConfig } from './config/load.ts';
export type { GatewayConfig } from './gateway.config.ts';
export { gatewayConfigJsonSchema } from './config/jsonSchema.ts';
