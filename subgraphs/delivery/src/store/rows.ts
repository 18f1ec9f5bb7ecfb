import type { Address } from '@nakku/contracts';
import type { Courier, Position, Vehicle } from '../domain/courier.ts';
import type { Delivery, DeliveryProof, DeliveryStatus, FailureCode, Handover } from '../domain/delivery.ts';
import type { Offer, OfferStatus } from '../domain/offer.ts';
import { Prisma } from '../generated/prisma/client.ts';

/** Statuses and the like are held to their values by CHECK constraints. */
export interface DeliveryRow {
  readonly id: string;
  readonly order_id: string;
  readonly store_id: string;
  readonly customer_id: string;
  readonly courier_id: string | null;
  readonly status: DeliveryStatus;
  readonly handover: Handover;
  readonly age_limit: number | null;
  readonly age_verified_at: Date | null;
  readonly pickup: Address;
  readonly dropoff: Address;
  readonly promise_from: Date;
  readonly promise_to: Date;
  readonly eta: Date | null;
  readonly ready_at: Date | null;
  readonly proof: DeliveryProof | null;
  readonly failure_code: FailureCode | null;
  readonly failure_reason: string | null;
  readonly picked_up_at: Date | null;
  readonly absent_since: Date | null;
  readonly code_tries: number;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export function deliveryOf(row: DeliveryRow): Delivery {
  return {
    deliveryId: row.id,
    orderId: row.order_id,
    storeId: row.store_id,
    customerId: row.customer_id,
    courierId: row.courier_id,
    status: row.status,
    handover: row.handover,
    ageLimit: row.age_limit,
    ageVerifiedAt: row.age_verified_at,
    pickup: row.pickup,
    dropoff: row.dropoff,
    promise: { from: row.promise_from, to: row.promise_to },
    eta: row.eta,
    readyAt: row.ready_at,
    proof: row.proof,
    failureCode: row.failure_code,
    failureReason: row.failure_reason,
    pickedUpAt: row.picked_up_at,
    absentSince: row.absent_since,
    codeTries: row.code_tries,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export interface CourierRow {
  readonly id: string;
  readonly display_name: string;
  readonly vehicle: Vehicle;
  readonly capacity: number;
  readonly load: number;
  readonly is_on_shift: boolean;
  readonly is_active: boolean;
  readonly profile_version: number;
  readonly created_at: Date;
}

export const courierColumns = Prisma.sql`
  c.id, c.display_name, c.vehicle, c.capacity, c.load, c.is_on_shift, c.deactivated_at IS NULL AS is_active, c.profile_version,
  c.created_at`;

export function courierOf(row: CourierRow): Courier {
  return {
    courierId: row.id,
    displayName: row.display_name,
    vehicle: row.vehicle,
    capacity: row.capacity,
    load: row.load,
    isOnShift: row.is_on_shift,
    isActive: row.is_active,
    profileVersion: row.profile_version,
    createdAt: row.created_at,
  };
}

export interface PositionRow {
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly position_at: Date | null;
}

export function positionOf({ latitude, longitude, position_at: at }: PositionRow): Position | null {
  return latitude === null || longitude === null || at === null
    ? null
    : { location: { latitude, longitude }, at };
}

export interface OfferRow {
  readonly id: string;
  readonly delivery_id: string;
  readonly courier_id: string;
  readonly status: OfferStatus;
  readonly expires_at: Date;
  readonly distance_meters: number | null;
}

export const offerColumns = Prisma.sql`o.id, o.delivery_id, o.courier_id, o.status, o.expires_at, o.distance_meters`;

export function offerOf(row: OfferRow): Offer {
  return {
    offerId: row.id,
    deliveryId: row.delivery_id,
    courierId: row.courier_id,
    status: row.status,
    expiresAt: row.expires_at,
    distanceMeters: row.distance_meters,
  };
}
