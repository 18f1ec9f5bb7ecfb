import type { Admit } from '../admission/admit.ts';
import type { Admitted } from '../request/admitted.ts';
import { authClassOf } from '../request/requestContext.ts';
import type { Visitor } from '../request/requestContext.ts';
import { Family } from './topic.ts';
import type { GroupLimits } from './group.ts';
import type { Member, Sink } from './subscriber.ts';
import { subscribed } from './resumption.ts';
import { createSource, internalError } from './source.ts';
import type { SourceOptions } from './source.ts';

/** One client's subscription, as its transport holds it. */
export interface Subscription {
  /** Ends it; the sink hears nothing more. */
  leave(): void;
  /** Goes on in the name of a renewed visitor. With other rights it is admitted anew, without a gap. */
  renew(visitor: Visitor): void;
}

export interface Hub {
  /** Subscribes. Refusals and failures come through the sink. */
  join(admitted: Admitted, visitor: Visitor, sink: Sink): Subscription;
  /** Admits every subscription anew and goes on where it was: after the supergraph or a policy changed. */
  readmitAll(): Promise<void>;
  counts(): { readonly members: number; readonly groups: number };
}

export interface HubOptions extends SourceOptions {
  readonly admit: Admit;
  readonly limits: GroupLimits;
}

interface Seat {
  readonly member: Member;
  family: Family | undefined;
  /** The latest readmission that was begun: an earlier one that ends after it knows less. */
  readmission: object | undefined;
}

/** Readmissions at once, before anything else gets its turn. */
const readmittedAtOnce = 200;

/** Where all subscriptions of all transports meet, and equal ones become one. */
export function createHub(o: HubOptions): Hub {
  const families = new Map<string, Family>();
  const seats = new Set<Seat>();

  function familyOf(admitted: Admitted, visitor: Visitor): { family: Family; after: string | undefined } {
    const operation = subscribed(admitted);
    const key = JSON.stringify([
      admitted.snapshot.id,
      admitted.allowedKey,
      operation.variables,
      authClassOf(visitor.caller),
    ]);
    const known = families.get(key);
    if (known) return { family: known, after: operation.after };
    const source = createSource(admitted, visitor, operation, o);
    const family: Family = new Family(source, o.limits, () => {
      if (families.get(key) === family) families.delete(key);
    });
    families.set(key, family);
    return { family, after: operation.after };
  }

  /** @param from where to go on, if not where the client's own document says */
  function sit(seat: Seat, from?: string): void {
    const { member } = seat;
    seats.add(seat);
    try {
      const { family, after } = familyOf(member.admitted, member.visitor);
      seat.family = family;
      family.join(member, from ?? after);
    } catch (err) {
      o.log.error({ err }, 'a subscription could not be planned');
      member.sink.error(internalError);
    }
  }

  function rise(seat: Seat): void {
    seats.delete(seat);
    const { family } = seat;
    seat.family = undefined;
    family?.leave(seat.member);
  }

  async function readmit(seat: Seat): Promise<void> {
    const { member } = seat;
    const readmission = {};
    seat.readmission = readmission;
    const isOver = () => !seats.has(seat) || seat.readmission !== readmission;
    try {
      const { request, transport } = member.admitted;
      const admitted = await o.admit(request, member.visitor.caller, transport);
      if (isOver()) return;
      if (admitted.kind === 'refused') {
        member.sink.error(admitted.errors);
        return;
      }
      const cursor = seat.family?.cursorOf(member);
      rise(seat);
      member.admitted = admitted;
      sit(seat, cursor);
    } catch (err) {
      o.log.error({ err }, 'a subscription could not be admitted anew');
      if (!isOver()) member.sink.error(internalError);
    }
  }

  return {
    join(admitted, visitor, sink) {
      const end = (say?: () => void) => {
        if (!seats.has(seat)) return;
        rise(seat);
        say?.();
      };
      const member: Member = {
        admitted,
        visitor,
        sink: {
          next: (payload) => void (seats.has(seat) && sink.next(payload)),
          error: (errors) => end(() => sink.error(errors)),
          complete: () => end(() => sink.complete()),
        },
      };
      const seat: Seat = { member, family: undefined, readmission: undefined };
      sit(seat);
      return {
        leave: () => end(),
        renew(renewed) {
          const sameClass = authClassOf(renewed.caller) === authClassOf(member.visitor.caller);
          member.visitor = renewed;
          if (!sameClass && seats.has(seat)) void readmit(seat);
        },
      };
    },
    async readmitAll() {
      const all = [...seats];
      for (let done = 0; done < all.length; done += readmittedAtOnce) {
        const some = all.slice(done, done + readmittedAtOnce).filter((seat) => seats.has(seat));
        await Promise.all(some.map(readmit));
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    counts: () => ({
      members: seats.size,
      groups: [...families.values()].reduce((sum, family) => sum + family.groups, 0),
    }),
  };
}
