// One subgraph as a process of its own.
import { loadConfig } from '@nakku/service';
import type { RunningService } from '@nakku/service';
import { z } from 'zod';
import { configSchema as inventorySchema } from '../../subgraphs/inventory/src/config.ts';
import { startInventory } from '../../subgraphs/inventory/src/service.ts';
import { configSchema as ordersSchema } from '../../subgraphs/orders/src/config.ts';
import { startOrders } from '../../subgraphs/orders/src/service.ts';
import { configSchema as productsSchema } from '../../subgraphs/products/src/config.ts';
import { startProducts } from '../../subgraphs/products/src/service.ts';
import { serveCalls } from './calls.ts';
import { usageMethods } from './usage.ts';

type Environment = Readonly<Record<string, string>>;

const starts: Readonly<Record<string, (env: Environment) => Promise<RunningService>>> = {
  inventory: (env) => startInventory(loadConfig(inventorySchema, env)),
  orders: (env) => startOrders(loadConfig(ordersSchema, env)),
  products: (env) => startProducts(loadConfig(productsSchema, env)),
};

const startSchema = z.object({ name: z.string(), env: z.record(z.string(), z.string()) });
let service: RunningService | undefined;

serveCalls({
  ...usageMethods,
  async start(argument) {
    const { name, env } = startSchema.parse(argument);
    service = await starts[name]?.(env);
    return service?.url;
  },
  stop: () => service?.stop(),
});
