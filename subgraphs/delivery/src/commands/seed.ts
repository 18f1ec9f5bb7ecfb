import { demoCouriers } from '@nakku/demo';
import { loadConfig, runSeed } from '@nakku/service';
import { configSchema } from '../config.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { insertCourier } from '../store/couriers.ts';

/** How many orders a demo courier takes at once. */
const CAPACITY = 4;

/** The demo accounts that deliver, as couriers on scooters; they begin their shifts themselves. */
await runSeed({
  name: 'delivery',
  config: loadConfig(configSchema),
  prisma: (adapter) => new PrismaClient({ adapter }),
  seed: async ({ db }) => {
    let made = 0;
    for (const { userId: courierId, name } of demoCouriers) {
      const displayName = name.split(' ')[0] ?? name;
      const isNew = await insertCourier(db, {
        courierId,
        displayName,
        vehicle: 'SCOOTER',
        capacity: CAPACITY,
      });
      if (isNew) made += 1;
    }
    return `${made} of ${demoCouriers.length} demo couriers`;
  },
});
