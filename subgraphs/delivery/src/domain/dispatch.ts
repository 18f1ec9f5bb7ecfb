import { distanceMeters, type Point, travelMs } from '@nakku/geo';
import { speedOf, type Vehicle } from './courier.ts';

/** A courier on shift who can take another order. */
export interface FreeCourier {
  readonly courierId: string;
  readonly vehicle: Vehicle;
  /** Orders the courier can take besides those in hand and those on offer; at least 1. */
  readonly free: number;
  /** Null if unknown or too old. */
  readonly location: Point | null;
  /** The last known place, however old, and how far from there the courier may be by now; null if there is none. */
  readonly lastSeen: { readonly location: Point; readonly withinMeters: number } | null;
}

/** A delivery that needs a courier. */
export interface WaitingDelivery {
  readonly deliveryId: string;
  readonly store: Point;
  /** Everybody on shift is asked once per round; from 1. */
  readonly round: number;
  /** The quick rounds are over: it waits for the end of a pause, or for somebody not yet asked. */
  readonly isResting: boolean;
  /** Whether its deadline has come: an offer lapsed, a pause ended. */
  readonly isDue: boolean;
  /** Who was asked in this round. */
  readonly offered: ReadonlySet<string>;
  /** Who gave it back: they are not asked again. */
  readonly gaveUp: ReadonlySet<string>;
}

export interface DispatchRules {
  /** Rounds without a pause. */
  readonly quickRounds: number;
  /** See `speedOf`. */
  readonly pace: number;
  /** Couriers farther from the store than this, in a straight line, get no offer. */
  readonly maxOfferMeters: number;
}

/** What to do next for one delivery. */
export type NextMove =
  | {
      readonly kind: 'offer';
      readonly courierId: string;
      readonly round: number;
      readonly distanceMeters: number | null;
    }
  /** Look again when somebody comes free, at the latest after the pause between rounds. */
  | {
      readonly kind: 'wait';
      readonly round: number;
      readonly isResting: boolean;
      /** Who is too far away: until the pause is over they are no reason to look again. */
      readonly passedOver: readonly string[];
    };

/** Whom to ask first: the shortest ride to the store; unknown positions last; ties by id. */
function byRide(store: Point, pace: number) {
  const ride = (courier: FreeCourier): number =>
    courier.location === null
      ? Number.POSITIVE_INFINITY
      : travelMs(courier.location, store, speedOf(courier.vehicle, pace));
  return (one: FreeCourier, other: FreeCourier): number => {
    const [a, b] = [ride(one), ride(other)];
    if (a !== b) return a < b ? -1 : 1;
    return one.courierId < other.courierId ? -1 : 1;
  };
}

/** Whether a courier may be near enough to a store; unknown places count as near. */
function isWithinReach({ lastSeen }: FreeCourier, store: Point, maxMeters: number): boolean {
  return lastSeen === null || distanceMeters(lastSeen.location, store) - lastSeen.withinMeters <= maxMeters;
}

/**
 * Whom to offer a delivery to, among couriers who can take one (domain.md "delivery"): the nearest not yet asked in
 * this round; when all were asked a new round, `quickRounds` times at once and then after a pause each.
 */
export function nextMove(
  delivery: WaitingDelivery,
  couriers: readonly FreeCourier[],
  rules: DispatchRules,
): NextMove {
  const { round, store } = delivery;
  const isNear = (courier: FreeCourier): boolean => isWithinReach(courier, store, rules.maxOfferMeters);
  const willing = couriers
    .filter((courier) => !delivery.gaveUp.has(courier.courierId) && isNear(courier))
    .sort(byRide(store, rules.pace));
  const wait = (inRound: number, isResting: boolean): NextMove => ({
    kind: 'wait',
    round: inRound,
    isResting,
    passedOver: couriers.filter((courier) => !isNear(courier)).map(({ courierId }) => courierId),
  });
  const offer = (to: FreeCourier, inRound: number): NextMove => ({
    kind: 'offer',
    courierId: to.courierId,
    round: inRound,
    distanceMeters: to.location === null ? null : Math.round(distanceMeters(to.location, store)),
  });
  const notOffered = willing.find(({ courierId }) => !delivery.offered.has(courierId));
  if (notOffered) return offer(notOffered, round);
  const mayGoOn = round < rules.quickRounds || (delivery.isResting && delivery.isDue);
  const [nearest] = willing;
  if (nearest) return mayGoOn ? offer(nearest, round + 1) : wait(round, true);
  // Nobody has room: whoever comes free next is asked at once, even if asked before.
  const isRoundOver = delivery.offered.size > 0 && mayGoOn;
  return wait(isRoundOver ? round + 1 : round, delivery.isResting);
}

/** A move for each delivery, in the order given; what one gets offered the next one finds taken. */
export function planMoves(
  deliveries: readonly WaitingDelivery[],
  couriers: readonly FreeCourier[],
  rules: DispatchRules,
): { readonly deliveryId: string; readonly move: NextMove }[] {
  const free = new Map(couriers.map((courier) => [courier.courierId, courier]));
  return deliveries.map((delivery) => {
    const move = nextMove(delivery, [...free.values()], rules);
    if (move.kind === 'offer') {
      const taken = free.get(move.courierId);
      if (taken && taken.free > 1) free.set(taken.courierId, { ...taken, free: taken.free - 1 });
      else free.delete(move.courierId);
    }
    return { deliveryId: delivery.deliveryId, move };
  });
}
