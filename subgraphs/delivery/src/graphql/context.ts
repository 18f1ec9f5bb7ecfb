import type { BaseContext } from '@nakku/service';
import type DataLoader from 'dataloader';
import type { Courier, Position } from '../domain/courier.ts';
import type { Delivery, DeliveryStep } from '../domain/delivery.ts';
import type { DeliveryService } from '../service.ts';

/** What delivery's resolvers are given, new for each request and each event of a subscription. */
export interface Context extends BaseContext {
  readonly service: DeliveryService;
  /** The caller as a courier; null if the caller is none. */
  me(): Promise<Courier | null>;
  /** By id; rights are the resolvers' matter, here and below. */
  readonly deliveries: DataLoader<string, Delivery | null>;
  readonly deliveriesOfOrders: DataLoader<string, Delivery | null>;
  readonly timelines: DataLoader<string, readonly DeliveryStep[]>;
  readonly couriers: DataLoader<string, Courier | null>;
  readonly positions: DataLoader<string, Position | null>;
  /** Whether the caller sees this courier because of a delivery in hand. */
  readonly couriersByDelivery: DataLoader<string, boolean>;
}
