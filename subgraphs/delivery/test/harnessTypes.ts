import type { RunningService } from '@nakku/service';
import type { customer, EventCapture, EventProducer, SubgraphClient, TestWorld } from '@nakku/testkit';
import type { Redis } from 'ioredis';
import type pg from 'pg';

interface TestPoint {
  readonly latitude: number;
  readonly longitude: number;
}

type UserCaller = ReturnType<typeof customer>;

export interface TestCourier {
  readonly caller: UserCaller;
  readonly courierId: string;
}

/** An order as the orders context publishes it. */
export interface TestOrder {
  readonly orderId: string;
  readonly customer: UserCaller;
  /** Publishes the next event of the order and waits until it is applied. */
  publish(type: string, data?: Record<string, unknown>): Promise<void>;
}

/** A running delivery service with the world around it. */
export interface DeliveryHarness {
  readonly world: TestWorld;
  /** What the service was started with, for `loadConfig`. */
  readonly env: Record<string, string>;
  readonly service: RunningService;
  readonly client: SubgraphClient;
  readonly events: EventCapture;
  readonly pool: pg.Pool;
  /** A connection without the prefix; opened at the first call. */
  redis(): Redis;
  readonly storeId: string;
  readonly operator: UserCaller;
  readonly admin: UserCaller;
  /** Nobody on shift, nothing in the queue. */
  quiet(): Promise<void>;
  /** Runs a mutation and returns its payload; fails on top-level errors. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are asserted, not typed
  act(field: string, args: string, caller: UserCaller, select?: string): Promise<any>;
  /** Publishes and waits until it is applied. */
  publish(event: Parameters<EventProducer['send']>[0]): Promise<void>;
  user(userId: string, more?: Record<string, unknown>): Promise<void>;
  newCourier(more?: {
    capacity?: number;
    vehicle?: string;
    onShift?: boolean;
    at?: TestPoint;
  }): Promise<TestCourier>;
  /** A confirmed order; `isReady` packs it, too. */
  newOrder(more?: {
    handover?: string;
    isReady?: boolean;
    instructions?: string | null;
    ageLimit?: number | null;
  }): Promise<TestOrder>;
  /** The id of the order's delivery, once it is scheduled. */
  deliveryOf(order: TestOrder): Promise<string>;
  /** The open offer that a courier gets for this order. */
  offerFor(courier: TestCourier, order: TestOrder): Promise<string>;
  /** An order in the hands of a courier who accepted it. */
  assigned(
    courier: TestCourier,
    more?: { handover?: string; instructions?: string; ageLimit?: number },
  ): Promise<{ order: TestOrder; deliveryId: string }>;
  /** As if the courier had picked up the goods a minute ago and were seen at the door now. */
  rideToDoor(courier: TestCourier, deliveryId: string): Promise<void>;
  /** As if the courier had reported this place. */
  seenAt(courierId: string, location: TestPoint, at?: Date): Promise<void>;
  /** Types and sequences of the order's events so far. */
  eventsOf(order: TestOrder, count: number): Promise<string[]>;
  stop(): Promise<void>;
}
