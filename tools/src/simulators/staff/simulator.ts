import { setMaxListeners } from 'node:events';
import { DEMO_PASSWORD, demoCouriers, demoOperator, demoStores } from '@nakku/demo';
import type { Logger } from '@nakku/telemetry';
import { openAccount, openApi } from '../../client/index.ts';
import { ride } from './courier.ts';
import { packStore } from './packer.ts';
import type { Shelf } from './shelf.ts';
import { deliveryCompleteByStaff } from './storeOperations.ts';
import type { SimulatorTimes } from './times.ts';
import { offset } from './trip.ts';

/** The demo shop's store operators and couriers at work, through the public API alone. */
export interface Simulator {
  /** They drop everything; who takes over finds it as it is. */
  stop(): Promise<void>;
}

/** Couriers wait this far from their store. */
const WAITING_METERS = 80;

export function startSimulator(o: {
  gatewayUrl: string;
  times: SimulatorTimes;
  shelf: Shelf;
  log: Logger;
}): Simulator {
  const { times, shelf, log } = o;
  const stopped = new AbortController();
  const { signal } = stopped;
  setMaxListeners(0, signal); // everybody listens to it, with everything that they do
  const api = openApi(o.gatewayUrl);
  const accountOf = ({ email }: { email: string }) => openAccount(api, { email, password: DEMO_PASSWORD });
  const operator = accountOf(demoOperator);
  const couriers = demoCouriers.map(accountOf);

  const completeByStaff = async (deliveryId: string): Promise<void> => {
    const reason = 'The customer told the store that the order has arrived.';
    await operator.execute(deliveryCompleteByStaff, { deliveryId, reason }, { signal });
  };
  const work = [
    ...demoStores.map(({ storeId, name }) =>
      packStore({ account: operator, storeId, times, shelf, signal, log: log.child({ packer: name }) }),
    ),
    ...couriers.map((account, index) => {
      const store = demoStores[index % demoStores.length];
      if (!store) throw new Error('the demo shop has no stores');
      const home = offset(store.location, WAITING_METERS, (index - couriers.length / 2) * 10);
      return ride({
        account,
        home,
        times,
        completeByStaff,
        signal,
        log: log.child({ courier: account.email }),
      });
    }),
  ];
  log.info(
    { gatewayUrl: o.gatewayUrl, couriers: couriers.length, stores: demoStores.length },
    'the simulated staff is at work',
  );

  return {
    async stop() {
      stopped.abort(new Error('the simulator stops'));
      await Promise.all(work);
      await Promise.all([operator, ...couriers].map((account) => account.close()));
      await api.close();
    },
  };
}
