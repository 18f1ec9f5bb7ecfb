// A crowd of clients as a process of its own.
import { z } from 'zod';
import { serveCalls } from './calls.ts';
import { Client } from './client.ts';
import { nowMs } from './clock.ts';

/** Connections that are being made at a time. */
const atOnce = 50;

export const crowdSchema = z.object({
  url: z.string(),
  query: z.string(),
  /** A regular expression whose first group is the number that marks a change in its messages. */
  mark: z.string(),
  operations: z.array(
    z.object({ variables: z.record(z.string(), z.unknown()), token: z.string().optional() }),
  ),
});

interface Attendance {
  readonly times: number[];
  missing: number;
  readonly complete: Promise<void>;
  finish(): void;
}

let clients: Client[] = [];
let attendances = new Map<number, Attendance>();
/** Rejects when a client that is counted on is cut off: the change would be waited for in vain. */
let loss: Promise<never>;
let lose: (error: Error) => void;

/** When each client, by its place, got the message of a change. */
function attendanceOf(mark: number, count: number): Attendance {
  const known = attendances.get(mark);
  if (known) return known;
  let finish = () => {};
  const complete = new Promise<void>((resolve) => (finish = resolve));
  const attendance = { times: new Array<number>(count).fill(0), missing: count, complete, finish };
  attendances.set(mark, attendance);
  return attendance;
}

function note(place: number, mark: number, count: number): void {
  const attendance = attendanceOf(mark, count);
  if (attendance.times[place] !== 0) return;
  attendance.times[place] = nowMs();
  attendance.missing -= 1;
  if (attendance.missing === 0) attendance.finish();
}

serveCalls({
  /** Connects all, `atOnce` at a time, and resolves when each has had its first message. */
  async join(argument) {
    const { url, query, mark, operations } = crowdSchema.parse(argument);
    const pattern = new RegExp(mark);
    const count = operations.length;
    attendances = new Map();
    clients = [];
    loss = new Promise((_, reject) => (lose = reject));
    loss.catch(() => undefined);
    const places = operations.entries();
    const connect = async (): Promise<void> => {
      for (const [place, { variables, token }] of places) {
        const client = new Client(
          url,
          { query, variables, token },
          (text) => note(place, Number(pattern.exec(text)?.[1]), count),
          lose,
        );
        clients[place] = client;
        await client.joined;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, connect));
  },
  /** Waits until every client has the change of this mark; when each got it. */
  async arrivals(argument) {
    const attendance = attendanceOf(z.number().parse(argument), clients.length);
    await Promise.race([attendance.complete, loss]);
    return attendance.times;
  },
  /** The fewest and the most messages that a client got. */
  messages: () => {
    const received = clients.map((client) => client.received);
    return { fewest: Math.min(...received), largest: Math.max(...received) };
  },
  async leave() {
    await Promise.all(clients.map((client) => client.leave()));
    clients = [];
  },
});
