import type { Point } from '@nakku/geo';
import type { Logger } from '@nakku/telemetry';
import type { Account } from '../../client/index.ts';
import { Refused, rest } from '../../client/index.ts';
import type { Signal } from './signal.ts';
import { openSignal } from './signal.ts';
import * as operations from './courierOperations.ts';
import type { CarriedDelivery } from './courierOperations.ts';
import { persist } from './persist.ts';
import type { SimulatorTimes } from './times.ts';
import type { Act } from './trip.ts';
import { between, nextAct } from './trip.ts';

export interface CourierOptions {
  readonly account: Account;
  /** Where a shift begins. */
  readonly home: Point;
  readonly times: SimulatorTimes;
  /** The store's staff hands over by word when the customer's code is needed: nobody here can know it. */
  readonly completeByStaff: (deliveryId: string) => Promise<void>;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** A further stop of the same trip is round the corner. */
const FURTHER_STOP = 1 / 4;
const NOT_READY_MS = 250;
/** What is in hand changes by what the courier does; all the same it is looked at every so many heartbeats. */
const LOOK_EVERY = 8;
/** A position that gets lost is replaced by the next. */
const POSITION_TIMEOUT_MS = 2_000;

/** One courier, for ever on shift: takes what is offered and brings it, one trip after the other. */
export function ride(o: CourierOptions): Promise<void> {
  const { signal, log } = o;
  const changes = openSignal();
  const courier = new Courier(o, changes);
  return Promise.all([
    persist('offers', () => courier.takeOffers(), { signal, log }),
    persist('trips', () => courier.work(), { signal, log }),
  ]).then(() => undefined);
}

class Courier {
  readonly #o: CourierOptions;
  readonly #changes: Signal;
  #here: Point;

  constructor(o: CourierOptions, changes: Signal) {
    this.#o = o;
    this.#changes = changes;
    this.#here = o.home;
  }

  async takeOffers(): Promise<void> {
    const { account, times, signal, log } = this.#o;
    const seen = new Set<string>();
    for await (const { deliveryOffers } of account.follow(operations.deliveryOffers, {}, { signal })) {
      const open = new Set(deliveryOffers.offers.map(({ id }) => id));
      for (const id of seen) if (!open.has(id)) seen.delete(id);
      for (const offerId of open) {
        if (seen.has(offerId)) continue;
        seen.add(offerId);
        rest(times.courierDecidesMs, signal)
          .then(() => account.execute(operations.deliveryOfferAccept, { offerId }, { signal }))
          .then(() => this.#changes.notify())
          .catch((err: unknown) => {
            if (signal.aborted) return;
            if (err instanceof Refused)
              log.info({ offerId, code: err.code }, 'an offer went to somebody else');
            else log.warn({ err, offerId }, 'could not take an offer');
          });
      }
    }
  }

  /** Begins the shift unless it runs, then acts until something breaks. */
  async work(): Promise<void> {
    const { account, signal, times, home } = this.#o;
    const { courierMe } = await account.execute(operations.courierMe, {}, { signal });
    if (!courierMe) throw new Error(`${account.email} is no courier`);
    this.#here = courierMe.position?.location ?? home;
    if (!courierMe.isOnShift)
      await account.execute(operations.shiftStart, { location: this.#here }, { signal });
    while (!signal.aborted) {
      const { myDeliveries } = await account.execute(operations.myDeliveries, {}, { signal });
      const act = nextAct(myDeliveries, this.#here);
      if (act.kind !== 'wait') {
        await this.#do(act);
        continue;
      }
      for (
        let beats = 1;
        !(await this.#changes.wait(times.heartbeatMs, signal)) && beats < LOOK_EVERY;
        beats += 1
      ) {
        // Dropped though it moved on: the shift was ended by somebody, begin it again.
        if ((await this.#report(this.#here)) === false) return;
      }
    }
  }

  async #do(act: Exclude<Act, { kind: 'wait' }>): Promise<void> {
    const { times, signal } = this.#o;
    switch (act.kind) {
      case 'go_to_store':
        await this.#ride(act.store, times.rideToStoreMs);
        await this.#each(act.deliveries, operations.deliveryArrivedAtStore);
        return;
      case 'pick_up': {
        await rest(times.pickUpMs, signal);
        const taken = await this.#each(act.deliveries, operations.deliveryPickedUp);
        if (taken === 0) await rest(NOT_READY_MS, signal);
        return;
      }
      case 'bring':
        return this.#bring(act.delivery, times.rideToCustomerMs * (act.isFirstStop ? 1 : FURTHER_STOP));
      case 'bring_back':
        await this.#ride(act.delivery.pickup.location, times.rideToCustomerMs);
        await this.#each([act.delivery], operations.deliveryReturned);
    }
  }

  async #bring(delivery: CarriedDelivery, ms: number): Promise<void> {
    const { times, signal } = this.#o;
    await this.#ride(delivery.dropoff.location, ms);
    await rest(times.handOverMs, signal);
    if (delivery.handover === 'LEFT_AT_DOOR') {
      await this.#each([delivery], operations.deliveryComplete);
    } else {
      await rest(times.codeTimeoutMs, signal);
      await this.#unlessRefused(delivery.id, () => this.#o.completeByStaff(delivery.id));
    }
  }

  /** The same act for several deliveries at once; what is refused was decided otherwise meanwhile. Says how many were done. */
  async #each(
    deliveries: readonly CarriedDelivery[],
    operation: typeof operations.deliveryPickedUp,
  ): Promise<number> {
    const { account, signal } = this.#o;
    const done = await Promise.all(
      deliveries.map(({ id: deliveryId }) =>
        this.#unlessRefused(deliveryId, () => account.execute(operation, { deliveryId }, { signal })),
      ),
    );
    return done.filter(Boolean).length;
  }

  async #unlessRefused(deliveryId: string, act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#o.log.info({ deliveryId, operation: error.operation, code: error.code }, 'an act was refused');
      // Nothing changed, so the next look may find the same: not at once.
      await rest(NOT_READY_MS, this.#o.signal);
      return false;
    }
  }

  async #ride(to: Point, ms: number): Promise<void> {
    const { times, signal } = this.#o;
    const from = this.#here;
    const legs = Math.max(1, Math.round(ms / times.positionEveryMs));
    for (let leg = 1; leg <= legs; leg += 1) {
      const there = between(from, to, leg / legs);
      await Promise.all([rest(ms / legs, signal), leg === legs ? undefined : this.#report(there)]);
      this.#here = there;
    }
    await this.#report(to);
  }

  /** False: it was dropped. Undefined: nobody knows. */
  async #report(location: Point): Promise<boolean | undefined> {
    const { account, signal } = this.#o;
    const input = { location, at: new Date().toISOString() };
    try {
      const o = { timeoutMs: POSITION_TIMEOUT_MS, signal };
      return (await account.execute(operations.courierPositionReport, { input }, o)).isAccepted;
    } catch {
      return undefined;
    }
  }
}
