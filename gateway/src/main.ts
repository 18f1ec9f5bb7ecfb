import { runService } from '@nakku/service';
import { loadGatewayConfig } from './config.ts';
import { startGateway } from './gateway.ts';

await runService(() => startGateway(loadGatewayConfig()));
