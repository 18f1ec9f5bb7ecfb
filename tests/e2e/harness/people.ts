import { demoCouriers } from '@nakku/demo';
import { durations } from '@nakku/service';
import { logger } from '@nakku/telemetry';
import { z } from 'zod';
import { isRefused, mutation } from '../../../tools/src/client/index.ts';
import type { People } from '../../../tools/src/simulators/staff/staff.ts';
import { startPeople } from '../../../tools/src/simulators/staff/staff.ts';
import { simulatorTimes } from '../../../tools/src/simulators/staff/times.ts';
import { demoAccount, everybodyLeaves } from './accounts.ts';
import { system } from './system.ts';

export type { People } from '../../../tools/src/simulators/staff/staff.ts';

const shiftEnd = mutation()(
  `mutation ShiftEnd { shiftEnd { courier { id } userErrors { ...Refusal } } }`,
  z.object({}),
);

/**
 * The simulator's packers and couriers, in this process. When they stop, their shifts end: other scenarios have
 * couriers of their own.
 * @param speed how many times faster than the profile says
 */
export function peopleAtWork(speed = 1): People {
  const times = simulatorTimes(durations('test'), speed);
  const people = startPeople({ gatewayUrl: system.gatewayUrl, times, log: logger() });
  return {
    async stop() {
      await people.stop();
      await Promise.all(
        demoCouriers.map((courier) =>
          demoAccount(courier)
            .ask(shiftEnd, {})
            .catch((error: unknown) => {
              // What another scenario gave this courier.
              if (!isRefused(error, 'DELIVERY_UNDER_WAY')) throw error;
            }),
        ),
      );
      await everybodyLeaves();
    },
  };
}
