import { runService } from '@nakku/service';
import { loadGatewayConfig } from './config/load.ts';
import { startGateway } from './gateway.ts';

await runService(() => startGateway(loadGatewayConfig()));
