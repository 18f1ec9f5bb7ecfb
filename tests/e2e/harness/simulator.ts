import { demoCouriers } from '@nakku/demo';
import { logger } from '@nakku/telemetry';
import { z } from 'zod';
import { isRefused, mutation } from '../../../tools/src/client/index.ts';
import { fullShelf } from '../../../tools/src/simulators/staff/shelf.ts';
import type { Simulator } from '../../../tools/src/simulators/staff/simulator.ts';
import { startSimulator } from '../../../tools/src/simulators/staff/simulator.ts';
import { simulatorTimes } from '../../../tools/src/simulators/staff/times.ts';
import { demoAccount, closeAll } from './accounts.ts';
import { system } from './system.ts';

export type { Simulator } from '../../../tools/src/simulators/staff/simulator.ts';

const shiftEnd = mutation()(
  `mutation ShiftEnd { shiftEnd { courier { id } userErrors { ...Refusal } } }`,
  z.object({}),
);

/**
 * The simulator's packers and couriers, in this process. When they stop, their shifts end: other scenarios have
 * couriers of their own.
 * @param speed how many times faster than the profile says
 * @param shelf what the packers find; default: everything
 */
export function simulatorAtWork(speed = 1, shelf = fullShelf): Simulator {
  const times = simulatorTimes('test', speed);
  const simulator = startSimulator({ gatewayUrl: system.gatewayUrl, times, shelf, log: logger() });
  return {
    async stop() {
      await simulator.stop();
      await Promise.all(
        demoCouriers.map((courier) =>
          demoAccount(courier)
            .execute(shiftEnd, {})
            .catch((error: unknown) => {
              // What another scenario gave this courier.
              if (!isRefused(error, 'DELIVERY_UNDER_WAY')) throw error;
            }),
        ),
      );
      await closeAll();
    },
  };
}
