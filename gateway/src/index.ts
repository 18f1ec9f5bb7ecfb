export { startGateway } from './gateway.ts';
export type { RunningGateway } from './gateway.ts';
export { gatewayEnv, loadGatewayConfig } from './config.ts';
export type { GatewayConfig } from './config.ts';
